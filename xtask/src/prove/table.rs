//! The proofs: a new one is a row.

use super::{Mark, Proof, Tool};

/// What the project's own tests write before their figures.
const OURS: Mark = Mark::Before("proof: ");

const FUZZ: Tool = Tool {
    probe: &["rustup", "run", "nightly", "cargo", "fuzz", "--version"],
    mend: "rustup toolchain install nightly && cargo install --locked cargo-fuzz",
};
const MUTANTS: Tool = Tool {
    probe: &["cargo", "mutants", "--version"],
    mend: "cargo install --locked cargo-mutants",
};
const DENY: Tool =
    Tool { probe: &["cargo", "deny", "--version"], mend: "cargo install --locked cargo-deny" };

/// The tests of the core that have this in their names.
macro_rules! core {
    ($filter:literal) => {
        &[
            "cargo",
            "test",
            "--package=keymint-core",
            "--lib",
            "--locked",
            "--",
            $filter,
            "--nocapture",
            "--test-threads=1",
        ]
    };
}

/// The tests on the wire that have this in their names.
macro_rules! faults {
    ($filter:literal) => {
        &[
            "cargo",
            "test",
            "--package=keymint-tests",
            "--test=faults",
            "--locked",
            "--",
            $filter,
            "--nocapture",
            "--test-threads=1",
        ]
    };
}

/// The tests of rotation that have this in their names.
macro_rules! keys {
    ($filter:literal) => {
        &[
            "cargo",
            "test",
            "--package=keymint",
            "--test=keys",
            "--locked",
            "--",
            $filter,
            "--nocapture",
            "--test-threads=1",
        ]
    };
}

/// A fuzz target, on the nightly compiler.
macro_rules! fuzz {
    ($target:literal) => {
        &[
            "rustup",
            "run",
            "nightly",
            "cargo",
            "fuzz",
            "run",
            "--fuzz-dir=fuzz",
            $target,
            "--",
            "-max_total_time=$KEYMINT_FUZZ_SECONDS",
            "-max_len=8192",
            "-rss_limit_mb=1024",
            "-timeout=10",
            "-verbosity=0",
            "-print_final_stats=1",
        ]
    };
}

/// From the quickest to the slowest.
#[rustfmt::skip]
pub(super) const PROOFS: &[Proof] = &[
    proof("plans", "no plan of faults makes a second key, and the naive policy does", &[core!("repeat::tests")])
        .with(&[("KEYMINT_PLANS", "100000", "1000000")]),
    proof("matrix", "each of 62 faults ends as the matrix says", &[
        faults!("matrix::"), faults!("cancelled::"), faults!("crowd::"),
    ]),
    proof("leaks", "no secret shows in anything that can be printed", &[faults!("leaks::")])
        .with(&[("KEYMINT_LONG_TESTS", "1", "1")]),
    proof("walls", "no value escapes its path, no redirect is followed, nobody untrusted is spoken to", &[
        faults!("paths::"), faults!("redirects::"), faults!("trust::"),
    ]),
    proof("bounds", "no answer costs more than 4 MiB or its deadline", &[faults!("bounds::")]),
    proof("vectors", "each request and answer is what its vector says", &[faults!("vectors::")]),
    proof("corpus", "what is near the corpora keeps the promises", &[faults!("corpus::")])
        .with(&[("KEYMINT_FUZZ_CHANGES", "2000", "100000")]),
    // Each in a thread of its own, which has its name.
    proof("roundtrip", "what is written is what was meant", &[
        &["cargo", "test", "--package=keymint-tests", "--test=faults", "--locked", "--", "roundtrip::", "--nocapture"],
    ])
        .with(&[("KEYMINT_CASES", "20000", "1000000")]),
    proof("apply", "a plan of a thousand rows survives faults and kills", &[keys!("apply::")])
        .with(&[("KEYMINT_LONG_TESTS", "1", "1")]),
    proof("kill", "a process killed at any point leaves one key in its place", &[keys!("kill::"), keys!("states::")])
        .with(&[("KEYMINT_LONG_TESTS", "1", "1")]),
    proof("supply", "licences, sources and bans of what is depended on", &[
        &["cargo", "deny", "--all-features", "check", "bans", "licenses", "sources"],
    ])
        .by(DENY, Mark::Within(" ok")),
    // Fetches the database of advisories: the one proof that needs a network.
    proof("advisories", "no known flaw in what is depended on", &[
        &["cargo", "deny", "--all-features", "check", "advisories"],
    ])
        .by(DENY, Mark::Within(" ok")),
    proof("fuzz", "no input breaks a promise of the eight targets", &[
        fuzz!("json_answer"), fuzz!("xml_answer"), fuzz!("form"), fuzz!("retry_after"),
        fuzz!("timestamp"), fuzz!("path_value"), fuzz!("base_url"), fuzz!("header_value"),
    ])
        .with(&[("KEYMINT_FUZZ_SECONDS", "60", "1800")])
        .by(FUZZ, Mark::Within("stat::number_of_executed_units")),
    proof("mutants", "the tests notice every change of the core: a twentieth of them, or all", &[
        &["cargo", "mutants", "--package=keymint-core", "--shard=$KEYMINT_SHARD", "--colors=never"],
    ])
        .with(&[("KEYMINT_SHARD", "0/20", "0/1")])
        .by(MUTANTS, Mark::Within("mutants tested")),
];

const fn proof(
    name: &'static str,
    claim: &'static str,
    commands: &'static [&'static [&'static str]],
) -> Proof {
    Proof { name, claim, commands, tool: None, settings: &[], mark: OURS }
}

impl Proof {
    const fn with(self, settings: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        Self { settings, ..self }
    }

    const fn by(self, tool: Tool, mark: Mark) -> Self {
        Self { tool: Some(tool), mark, ..self }
    }
}
