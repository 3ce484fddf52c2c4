//! The corpora of the fuzz targets, and as many random changes of them as there is time for.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

use crate::random::Random;

/// Random changes of each entry, unless `KEYMINT_FUZZ_CHANGES` says how many.
const CHANGES: u64 = 100;

#[test]
fn every_corpus_and_what_is_near_it_keeps_the_promises() {
    let given =
        std::env::var_os("KEYMINT_FUZZ_CHANGES").and_then(|text| text.to_str()?.parse().ok());
    let changes = given.unwrap_or(CHANGES);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let mut random = Random::new(8);
    for (name, target) in targets::TARGETS {
        let mut entries = 0;
        for entry in std::fs::read_dir(corpus.join(name)).expect("a corpus") {
            let bytes = std::fs::read(entry.expect("an entry").path()).expect("bytes");
            target(&bytes);
            entries += 1;
            for _ in 0..changes {
                target(&changed(&bytes, &mut random));
            }
        }
        println!(
            "proof: target={name} entries={entries} changes={} broken_promises=0",
            entries * changes
        );
        assert!(entries >= 10, "{name}");
    }
}

/// The bytes with a few of them replaced, removed, doubled or inserted.
fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let length = u64::try_from(bytes.len()).expect("a length");
        let at = usize::try_from(random.below(length + 1)).expect("an index");
        let telling = b"\0\r\n\"'<>&;[]{}:,.%/\\?#@=+-0129eEZ\xff";
        let byte = telling[usize::try_from(random.below(33)).expect("an index")];
        match random.below(4) {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => bytes.truncate(at),
            _ => bytes.insert(at, byte),
        }
    }
    bytes
}
