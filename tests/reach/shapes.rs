//! Schemas: unions, maps beside properties, numbers of every size.

use std::collections::BTreeMap;

use keymint_core::{BigInteger, OutgoingSecret};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::generated::types::{OpenMap, Pet, PetCat, PetCatKind, Shapes, ShapesInput};
use crate::server::{answering, client, seen, silent};

async fn answered(body: &Value) -> Shapes {
    let server = answering(ResponseTemplate::new(200).set_body_json(body)).await;
    client(&server).get_shapes().send().await.expect("an answer").into_inner()
}

#[tokio::test]
async fn a_tag_decides_what_a_value_is() {
    let shapes = answered(
        &json!({"pet": {"kind": "Dog", "barks": true, "friend": {"kind": "cat", "lives": 9}}}),
    )
    .await;

    let Pet::Dog(dog) = shapes.pet else { panic!("{:?}", shapes.pet) };
    assert_eq!(dog.barks, Some(true));
    assert!(matches!(dog.friend.as_deref(), Some(Pet::Cat(cat)) if cat.lives == Some(9)));
}

#[tokio::test]
async fn a_tag_that_nobody_knows_keeps_its_value() {
    let fish = json!({"kind": "fish", "fins": [1, 2]});

    let shapes = answered(&json!({"pet": fish})).await;

    let Pet::Other(other) = &shapes.pet else { panic!("{:?}", shapes.pet) };
    assert_eq!(other.as_json(), &fish);
    assert!(!format!("{:?}", shapes.pet).contains("fish"));
    assert_eq!(serde_json::to_value(&shapes.pet).expect("JSON"), fish);
}

#[tokio::test]
async fn properties_without_a_name_are_kept_beside_those_with_one() {
    let shapes = answered(
        &json!({"pet": {"kind": "cat"}, "open": {"name": "a", "2nd": true, "x": 1, "y": 2}}),
    )
    .await;

    let open = shapes.open.expect("a map");
    assert_eq!((open.name.as_str(), open.x2nd), ("a", Some(true)));
    assert_eq!(open.extra.get("x"), Some(&1));
    assert_eq!(open.extra.len(), 2);
}

#[tokio::test]
async fn properties_that_nobody_described_are_kept_and_sent_back() {
    let kept = json!({"name": "a", "deep": {"x": [1]}, "none": null});

    let shapes = answered(&json!({"pet": {"kind": "cat"}, "kept": kept})).await;

    let read = shapes.kept.expect("an object");
    assert_eq!(read.extra.get("deep"), Some(&json!({"x": [1]})));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), kept);
}

#[tokio::test]
async fn whole_numbers_of_every_size_are_exact() {
    let body =
        r#"{"pet":{"kind":"cat"},"huge":18446744073709551615,"beyond":18446744073709551616}"#;
    let server = answering(ResponseTemplate::new(200).set_body_raw(body, "application/json")).await;

    let shapes = client(&server).get_shapes().send().await.expect("an answer").into_inner();

    assert_eq!(shapes.huge, Some(u64::MAX));
    assert_eq!(shapes.beyond.map(i128::from), Some(18_446_744_073_709_551_616));
}

#[tokio::test]
async fn what_is_sent_is_what_the_document_describes() {
    let server = silent().await;

    let shapes = ShapesInput::builder()
        .pet(PetCat { kind: PetCatKind::Cat, lives: Some(9) })
        .open(
            OpenMap::try_from(
                OpenMap::builder().name("a").extra(BTreeMap::from([("x".to_owned(), 1)])),
            )
            .expect("a map"),
        )
        .beyond(BigInteger::from(18_446_744_073_709_551_616_i128))
        .pin(OutgoingSecret::from("CANARY-PIN"));
    client(&server).put_shapes().body(shapes).send().await.expect("an answer");

    assert_eq!(
        String::from_utf8(seen(&server).await.body).expect("text"),
        r#"{"pet":{"kind":"cat","lives":9},"open":{"name":"a","x":1},"beyond":18446744073709551616,"pin":"CANARY-PIN"}"#
    );
}

#[test]
fn the_rest_of_a_map_may_be_empty() {
    let map = OpenMap::try_from(OpenMap::builder().name("a")).expect("a map");

    assert_eq!(serde_json::to_value(map).expect("JSON"), json!({"name": "a"}));
}
