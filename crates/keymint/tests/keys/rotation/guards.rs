//! What is refused although a provider would do it.

use std::sync::Arc;
use std::time::Duration;

use keymint::{ApiKeyId, ErrorKind, Journal, KeyRequest, Providers, Worker};

use crate::support::{DAY, MemorySink, Profile, Stage, done, failure};

#[tokio::test]
async fn a_key_without_an_end_is_refused_where_nothing_else_ends_it() {
    let stage = Stage::new(Profile::BitGpt);

    let error = stage.refused(stage.issue().request(KeyRequest::new().name("endless"))).await;

    assert_eq!((error.kind(), error.field()), (ErrorKind::Guarded, Some("expires")));
}

#[tokio::test]
async fn the_credential_in_use_is_never_rotated_away() {
    let stage = Stage::new(Profile::SenderWiz);
    let key = stage.fake.plant("owner-1", &KeyRequest::new().name("ours"));
    stage.fake.set_credential(key.fingerprint());

    let error = stage.refused(stage.rotate().key(ApiKeyId::new(key.id).unwrap())).await;

    assert_eq!((error.kind(), error.field()), (ErrorKind::Guarded, Some("key_id")));
    assert_eq!(stage.fake.creations(), 0);
}

#[tokio::test]
async fn an_old_key_that_is_back_in_its_place_is_not_ended() {
    let stage = Stage::new(Profile::SenderWiz);
    let old = stage.fake.plant("owner-1", &stage.fake.fitting_request());
    stage.sink.put(old.secret.clone());
    stage.run(stage.rotate().overlap(DAY)).await;
    stage.sink.put(old.secret.clone());
    stage.clock.advance(DAY);

    let report = stage.worker.resume().await.unwrap();

    assert_eq!(failure(&report).kind(), ErrorKind::Guarded);
    assert!(stage.fake.live().iter().any(|key| key.fingerprint() == old.fingerprint()));
}

#[tokio::test]
async fn a_list_that_shuts_out_the_caller_must_be_confirmed() {
    let stage = Stage::new(Profile::SenderWiz);
    let worker = Worker::builder(
        Providers::new().with_shared(stage.fake.clone()),
        Journal::in_memory().unwrap(),
    )
    .clock(stage.clock.clone())
    .sink("memory", stage.sink.clone())
    .caller("198.51.100.4".parse().unwrap())
    .build();
    let bound = |request: KeyRequest| stage.issue().request(request.name("bound"));
    let allow = bound(KeyRequest::new().allow_list(["203.0.113.0/24".parse().unwrap()]));
    let deny = bound(KeyRequest::new().deny_list(["198.51.100.0/24".parse().unwrap()]));

    let field = |result: keymint::Result<keymint::Plan>| result.expect_err("refused").field();

    assert_eq!(field(worker.plan(vec![allow.clone()]).await), Some("allow_list"));
    assert_eq!(field(worker.plan(vec![deny]).await), Some("deny_list"));
    let plan = worker.plan(vec![allow.confirm_lockout()]).await.unwrap();
    assert!(worker.run(plan).await.unwrap().is_complete());
}

#[tokio::test]
async fn a_quota_is_counted_before_the_first_call() {
    let stage = Stage::new(Profile::Infobip);
    let jobs = |count: usize| vec![stage.issue(); count];
    let plan = stage.worker.plan(jobs(30)).await.unwrap();
    drop(plan);
    for _ in 0..3 {
        let stage_sink = Arc::new(MemorySink::new());
        let worker = Worker::builder(
            Providers::new().with_shared(stage.fake.clone()),
            stage.journal.clone(),
        )
        .clock(stage.clock.clone())
        .sink("memory", stage_sink)
        .build();
        let plan = worker.plan(jobs(1)).await.unwrap();
        assert!(worker.run(plan).await.unwrap().is_complete());
    }

    let error = stage.worker.plan(jobs(38)).await.expect_err("refused");

    assert_eq!(error.kind(), ErrorKind::Quota);
    assert!(error.to_string().contains("knows of 3"), "{error}");
    assert_eq!(stage.fake.creations(), 3);
    stage.clock.advance(DAY);
    stage.worker.plan(jobs(38)).await.unwrap();
}

#[tokio::test]
async fn an_overlap_that_nothing_would_enforce_is_refused() {
    for profile in [Profile::BitGpt, Profile::SendKit] {
        let stage = Stage::new(profile);
        stage.plant();

        let error = stage.refused(stage.rotate().overlap(DAY)).await;

        assert_eq!(
            (error.kind(), error.field()),
            (ErrorKind::Unsupported, Some("overlap")),
            "{profile}"
        );
    }
}

#[tokio::test]
async fn which_key_to_rotate_must_be_clear() {
    let stage = Stage::new(Profile::SenderWiz);

    let none = stage.refused(stage.rotate()).await;
    stage.plant();
    stage.plant();
    let several = stage.refused(stage.rotate()).await;

    assert_eq!((none.kind(), none.field()), (ErrorKind::NotFound, Some("key_id")));
    assert_eq!((several.kind(), several.field()), (ErrorKind::Conflict, Some("key_id")));
}

#[tokio::test]
async fn one_key_is_in_one_row_at_a_time() {
    let stage = Stage::new(Profile::SenderWiz);
    let old = stage.plant();
    let rotate = || stage.rotate().key(old.clone()).overlap(DAY);

    let twice = stage.worker.plan(vec![rotate(), rotate()]).await.expect_err("refused");
    stage.run(rotate()).await;
    let unfinished = stage.worker.plan(vec![rotate()]).await.expect_err("refused");

    assert_eq!((twice.kind(), twice.row()), (ErrorKind::Conflict, Some(1)));
    assert_eq!(unfinished.kind(), ErrorKind::Conflict);
    stage.journal.abandon(stage.journal.status().unwrap()[0].id).unwrap();
    stage.worker.plan(vec![rotate()]).await.unwrap();
}

#[tokio::test]
async fn a_plan_that_others_overtook_is_refused() {
    let stage = Stage::new(Profile::SenderWiz);
    let old = stage.plant();
    let rotate = || vec![stage.rotate().key(old.clone())];
    let (first, second) =
        (stage.worker.plan(rotate()).await.unwrap(), stage.worker.plan(rotate()).await.unwrap());
    stage.clock.advance(Duration::from_secs(1));
    done(&stage.worker.run(first).await.unwrap());

    let error = stage.worker.run(second).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Conflict);
    stage.assert_one_key();
}

#[tokio::test]
async fn a_key_that_begins_later_takes_no_place_now() {
    let stage = Stage::new(Profile::Infobip);
    stage.plant();
    let later = "2026-06-02T00:00:00Z".parse().unwrap();

    let error = stage.refused(stage.rotate().request(KeyRequest::new().valid_from(later))).await;

    assert_eq!((error.kind(), error.field()), (ErrorKind::Guarded, Some("valid_from")));
}
