#![no_main]

#[expect(dead_code, reason = "each binary runs one target")]
#[path = "../src/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::timestamp(data));
