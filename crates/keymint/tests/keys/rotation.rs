//! Jobs from plan to end.

mod guards;
mod losses;

use std::time::Duration;

use keymint::{EntryState, KeyRequest, Phase, RowOutcome, Step, Strategy};

use crate::support::{DAY, Profile, Stage, done};

#[tokio::test]
async fn an_issued_key_is_in_its_place_and_in_no_other() {
    for profile in Profile::ALL {
        let stage = Stage::new(profile);

        let report = stage.run(stage.issue()).await;

        done(&report);
        stage.assert_one_key();
        assert_eq!(report.rows[0].new_fingerprint, stage.sink.fingerprint());
        assert_eq!(stage.journal.status().unwrap()[0].state, EntryState::Done);
    }
}

#[tokio::test]
async fn a_rotated_key_takes_the_place_of_the_old_one() {
    for profile in [Profile::SenderWiz, Profile::Infobip] {
        let stage = Stage::new(profile);
        stage.plant();

        let report = stage.run(stage.rotate()).await;

        done(&report);
        stage.assert_one_key();
    }
}

#[tokio::test]
async fn a_workspace_key_is_replaced_in_one_call() {
    let stage = Stage::new(Profile::SendKit);
    let old = stage.fake.plant("owner-1", &KeyRequest::new());

    let report = stage.run(stage.rotate()).await;

    done(&report);
    stage.assert_one_key();
    assert_ne!(stage.sink.fingerprint(), Some(old.fingerprint()));
}

#[tokio::test]
async fn a_workspace_without_a_key_gets_one() {
    let stage = Stage::new(Profile::SendKit);

    let report = stage.run(stage.rotate()).await;

    done(&report);
    stage.assert_one_key();
}

#[tokio::test]
async fn both_keys_work_for_as_long_as_was_asked() {
    let stage = Stage::new(Profile::SenderWiz);
    stage.plant();

    let report = stage.run(stage.rotate().overlap(DAY)).await;

    assert!(matches!(report.rows[0].outcome, RowOutcome::Waiting(_)), "{report:?}");
    assert_eq!(stage.fake.live().len(), 2);
    stage.clock.advance(DAY.saturating_sub(Duration::from_secs(60)));
    let early = stage.worker.resume().await.unwrap();
    assert!(!early.is_complete());
    assert_eq!(stage.fake.live().len(), 2);
    stage.clock.advance(Duration::from_secs(60));
    done(&stage.worker.resume().await.unwrap());
    stage.assert_one_key();
}

#[tokio::test]
async fn a_provider_that_ends_keys_by_itself_needs_no_second_run() {
    let stage = Stage::new(Profile::Infobip);
    stage.plant();

    let report = stage.run(stage.rotate().overlap(DAY)).await;

    done(&report);
    assert_eq!(stage.fake.live().len(), 2);
    stage.clock.advance(DAY);
    stage.assert_one_key();
}

#[tokio::test]
async fn a_leaked_key_ends_at_once() {
    for profile in [Profile::SenderWiz, Profile::Infobip] {
        let stage = Stage::new(profile);
        stage.plant();

        let report = stage.run(stage.rotate().overlap(DAY).leaked()).await;

        done(&report);
        stage.assert_one_key();
    }
}

#[tokio::test]
async fn a_leaked_key_that_nothing_ends_is_a_persons_to_look_at() {
    let stage = Stage::new(Profile::BitGpt);
    let old = stage.plant();

    let report = stage.run(stage.rotate().key(old.clone()).leaked()).await;

    done(&report);
    assert_eq!(stage.fake.live().len(), 2);
    let [attention] = &report.rows[0].attention[..] else { panic!("{report:?}") };
    assert!(attention.contains(old.as_str()) && attention.contains("delete it"), "{attention}");
}

#[tokio::test]
async fn the_journal_tells_each_step_before_and_after_it() {
    let stage = Stage::new(Profile::SenderWiz);
    stage.plant();
    done(&stage.run(stage.rotate()).await);

    let history = stage.journal.history(stage.journal.status().unwrap()[0].id).unwrap();

    let marks: Vec<_> = history.iter().map(|event| (event.step, event.phase)).collect();
    assert_eq!(
        marks,
        [
            (Step::Create, Phase::Planned),
            (Step::Create, Phase::Before),
            (Step::Create, Phase::After),
            (Step::Deliver, Phase::Before),
            (Step::Deliver, Phase::After),
            (Step::Verify, Phase::Before),
            (Step::Verify, Phase::After),
            (Step::CutOver, Phase::Before),
            (Step::CutOver, Phase::After),
            (Step::Grace, Phase::After),
            (Step::Revoke, Phase::Before),
            (Step::Revoke, Phase::After),
            (Step::Confirm, Phase::Before),
            (Step::Confirm, Phase::After),
        ]
    );
}

#[tokio::test]
async fn an_outline_names_the_calls_without_making_any() {
    let stage = Stage::new(Profile::Infobip);

    let outline = stage.worker.outline(&stage.rotate().overlap(DAY)).unwrap();

    assert_eq!(outline.strategy, Strategy::ServerOverlap);
    let sure = outline.calls.iter().filter(|call| call.condition.is_none());
    let actions: Vec<_> = sure.map(|call| call.action.as_str()).collect();
    assert_eq!(actions, ["list", "get", "create", "find", "get"]);
    let conditions = outline.calls.iter().filter_map(|call| call.condition);
    assert!(conditions.clone().any(|text| text.contains("bound to addresses")));
    assert!(conditions.clone().any(|text| text.contains("ends earlier")));
}
