//! One thing at a time going wrong.

use std::time::Duration;

use keymint::{Clock as _, ErrorKind, KeyRequest};

use crate::support::{DAY, FakeKey, Fault, Faults, MemorySink, Profile, Stage, done, failure};

#[tokio::test]
async fn a_lost_answer_leaves_no_key_behind() {
    let faults = [
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::Unreadable,
        Fault::Late(Duration::from_secs(20)),
    ];
    for profile in [Profile::SenderWiz, Profile::Infobip, Profile::SendKit] {
        for fault in faults {
            let stage = Stage::new(profile);
            stage.plant();
            let plan = stage.worker.plan(vec![stage.rotate()]).await.expect("a plan");
            stage.fake.order(&[Some(fault)]);

            let report = stage.worker.run(plan).await.unwrap();

            done(&report);
            stage.assert_one_key();
        }
    }
}

#[tokio::test]
async fn what_cannot_be_ended_is_left_to_a_person_with_its_name() {
    let stage = Stage::new(Profile::BitGpt);
    stage.fake.order(&[Some(Fault::LostAfter)]);

    let report = stage.run(stage.issue()).await;

    done(&report);
    assert_eq!(stage.fake.live().len(), 2);
    let lost = stage
        .fake
        .live()
        .into_iter()
        .find(|key| Some(key.fingerprint()) != stage.sink.fingerprint())
        .unwrap();
    let [attention] = &report.rows[0].attention[..] else { panic!("{report:?}") };
    assert!(attention.contains(&lost.id) && attention.contains("nobody holds"), "{attention}");
}

#[tokio::test]
async fn a_lost_creation_where_a_key_may_have_been_before_is_left_to_a_person() {
    let stage = Stage::new(Profile::SendKit);
    stage.fake.order(&[Some(Fault::LostAfter)]);

    let report = stage.run(stage.issue()).await;

    let error = failure(&report);
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.to_string().contains("whose answer was lost"), "{error}");
    assert_eq!(stage.fake.live().len(), 1);
}

#[tokio::test]
async fn a_lost_creation_is_replaced_where_that_was_allowed() {
    let stage = Stage::new(Profile::SendKit);
    stage.fake.order(&[Some(Fault::LostAfter)]);

    let report = stage.run(stage.issue().replace_existing()).await;

    done(&report);
    stage.assert_one_key();
}

#[tokio::test]
async fn a_key_that_is_there_already_is_not_replaced_unasked() {
    let stage = Stage::new(Profile::SendKit);
    let old = stage.fake.plant("owner-1", &KeyRequest::new());

    let report = stage.run(stage.issue()).await;

    assert_eq!(failure(&report).status(), Some(409));
    assert_eq!(stage.fake.live()[0].fingerprint(), old.fingerprint());
}

#[tokio::test]
async fn a_sink_that_refuses_costs_no_key() {
    let stage = Stage::new(Profile::SenderWiz);
    stage.sink.put("somebody else's".into());

    let error = stage.refused(stage.issue()).await;

    assert_eq!(error.kind(), ErrorKind::Sink);
    assert_eq!(stage.fake.creations(), 0);
}

#[tokio::test]
async fn a_key_without_its_restrictions_is_taken_back() {
    let stage = Stage::new(Profile::SenderWiz);
    stage.fake.forget_lists();
    let request = stage.fake.fitting_request().allow_list(["203.0.113.7".parse().unwrap()]);

    let report = stage.run(stage.issue().request(request)).await;

    let error = failure(&report);
    assert_eq!(error.kind(), ErrorKind::Guarded);
    assert!(error.to_string().contains("allow_list"), "{error}");
    assert!(stage.fake.live().is_empty());
    assert_eq!((stage.sink.fingerprint(), stage.sink.staged()), (None, 0));
}

#[tokio::test]
async fn a_request_sent_twice_leaves_one_key() {
    for profile in [Profile::SenderWiz, Profile::Infobip] {
        let stage = Stage::new(profile);
        stage.fake.order(&[Some(Fault::Duplicate)]);

        let report = stage.run(stage.issue()).await;

        done(&report);
        assert_eq!(stage.fake.creations(), 2);
        stage.assert_one_key();
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_asked_ends_with_the_key_that_works() {
    let stage = Stage::with_sink(Profile::SenderWiz, MemorySink::forgetful());
    stage.fake.order(&[Some(Fault::LostAfter)]);

    let report = stage.run(stage.issue()).await;

    done(&report);
    let live: Vec<_> = stage.fake.live().iter().map(FakeKey::fingerprint).collect();
    assert_eq!(live, Vec::from_iter(stage.sink.fingerprint()));
}

#[tokio::test]
async fn a_lost_key_that_begins_later_is_ended_too() {
    let stage = Stage::new(Profile::Infobip);
    let request = stage.fake.fitting_request().valid_from("2026-06-02T00:00:00Z".parse().unwrap());
    let plan = stage.worker.plan(vec![stage.issue().request(request)]).await.unwrap();
    stage.fake.order(&[Some(Fault::LostAfter)]);

    done(&stage.worker.run(plan).await.unwrap());

    assert_eq!(stage.fake.creations(), 2);
    stage.clock.advance(DAY);
    stage.assert_one_key();
}

#[tokio::test]
async fn where_nobody_can_look_a_person_is_told_when_it_was() {
    let stage = Stage::blind_to_names();
    stage.fake.order(&[Some(Fault::LostAfter)]);

    let report = stage.run(stage.issue().request(KeyRequest::new())).await;

    done(&report);
    let [attention] = &report.rows[0].attention[..] else { panic!("{report:?}") };
    assert!(
        attention.contains("2026-06-01T00:00:00Z") && attention.contains("no way to look"),
        "{attention}"
    );
}

#[tokio::test]
async fn everybody_waits_as_long_as_the_provider_asked() {
    let stage = Stage::new(Profile::SenderWiz);
    let started = stage.clock.now();
    let plan = stage.worker.plan(vec![stage.issue()]).await.unwrap();
    stage.fake.order(&[Some(Fault::Throttled)]);

    done(&stage.worker.run(plan).await.unwrap());

    assert!(stage.clock.now().duration_since(started) >= jiff::SignedDuration::from_secs(2));
    assert_eq!(stage.fake.creations(), 1);
    stage.assert_one_key();
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_nobody_wait_longer() {
    for profile in [Profile::SenderWiz, Profile::Infobip, Profile::SendKit] {
        let stage = Stage::new(profile);
        stage.plant();
        let plan = stage.worker.plan(vec![stage.rotate()]).await.expect("a plan");
        // The answer is lost, and so is every look for what it left behind: the job stops there.
        let lost = [Some(Fault::LostAfter)].into_iter().chain([Some(Fault::LostBefore); 12]);
        stage.fake.order(&lost.collect::<Vec<_>>());
        let stopped = stage.worker.run(plan).await.unwrap();
        stage.fake.set_faults(Faults::none());
        stage.clock.set_back(400 * DAY);
        let begun = stage.clock.now();

        let report = stage.worker.resume().await.unwrap();

        if !stopped.is_complete() {
            done(&report);
        }
        stage.assert_one_key();
        let waited = stage.clock.now().duration_since(begun);
        assert!(waited.as_secs() < 600, "{profile:?}: {waited}");
    }
}

#[tokio::test]
async fn a_place_that_holds_an_issued_key_gets_no_second_one() {
    let stage = Stage::new(Profile::SenderWiz);
    done(&stage.run(stage.issue()).await);

    let error = stage.refused(stage.issue()).await;

    assert_eq!(error.kind(), ErrorKind::Sink);
    stage.assert_one_key();
}
