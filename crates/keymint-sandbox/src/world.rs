//! Everything the sandbox knows: the providers, the API keys, the time and the faults to come.

mod strike;

use std::{mem, net::SocketAddr, time::Duration};

use jiff::Timestamp;

use crate::{
    chaos::{Chaos, Plan, Verdict},
    clock::{Clock, Source},
    control,
    credentials::Credentials,
    dialect::Dialect,
    exchange::{Answer, Request},
    ids::Ids,
    key::Key,
    key_record::KeyRecord,
    line::Cut,
    log::{Log, RequestRecord},
    provider::{
        Provider, bitgpt::BitGpt, infobip::Infobip, senderwiz::SenderWiz, sendkit::SendKit,
    },
    refusal::Refusal,
    stand_in::{Context, StandIn},
    store::Keys,
};

/// The state behind the port.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    dialect: Dialect,
    clock: Clock,
    ids: Ids,
    keys: Keys,
    stand_ins: StandIns,
    chaos: Chaos,
    log: Log,
    late: Vec<Late>,
    seed: u64,
}

/// How one request ends.
pub(crate) struct Outcome {
    pub(crate) delay: Duration,
    pub(crate) cut: Option<Cut>,
    pub(crate) answer: Answer,
}

struct StandIns {
    senderwiz: SenderWiz,
    bitgpt: BitGpt,
    infobip: Infobip,
    sendkit: SendKit,
}

/// A request whose execution is still to come, though its answer is already lost.
struct Late {
    due: Timestamp,
    request: Request,
}

impl World {
    pub(crate) fn new(address: SocketAddr, seed: u64, dialect: Dialect, source: Source) -> Self {
        Self {
            address,
            dialect,
            clock: Clock::new(source),
            ids: Ids::new(seed),
            keys: Keys::default(),
            stand_ins: StandIns::new(),
            chaos: Chaos::new(seed),
            log: Log::default(),
            late: Vec::new(),
            seed,
        }
    }

    /// Receives a request: notes it, lets the faults strike, executes it.
    pub(crate) fn receive(&mut self, request: Request) -> Outcome {
        let now = self.now();
        let Some(provider) = request.provider else {
            return Outcome {
                delay: Duration::ZERO,
                cut: None,
                answer: control::answer(self, &request),
            };
        };

        let mut record = RequestRecord::new(&request, now, &self.secrets());
        let Verdict { delay, fault } = self.chaos.judge(&request);
        let (answer, cut) = match &fault {
            None => (self.execute(provider, &request, now), None),
            Some(fault) => self.strike(fault, provider, request, now),
        };
        record.status = cut.is_none().then_some(answer.status.as_u16());
        record.fault = fault;
        self.log.add(record);

        Outcome { delay, cut, answer }
    }

    /// The time, once everything that was due by now has been executed.
    pub(crate) fn now(&mut self) -> Timestamp {
        let now = self.clock.now();
        let (mut due, late): (Vec<Late>, Vec<Late>) =
            mem::take(&mut self.late).into_iter().partition(|late| late.due <= now);
        self.late = late;
        due.sort_by_key(|late| late.due);
        for Late { due, request } in due {
            if let Some(provider) = request.provider {
                // Nobody waits for this answer any more.
                drop(self.execute(provider, &request, due));
            }
        }
        now
    }

    pub(crate) fn records(&mut self) -> Vec<KeyRecord> {
        let now = self.now();
        self.keys.iter().map(|key| key.record(now)).collect()
    }

    pub(crate) fn requests(&self) -> Vec<RequestRecord> {
        self.log.records()
    }

    /// The API key that this secret belongs to, whatever its state.
    pub(crate) fn find(&self, secret: &str) -> Option<&Key> {
        Provider::ALL.into_iter().find_map(|provider| self.keys.by_secret(provider, secret))
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) fn set_chaos(&mut self, plan: Plan) {
        self.chaos.set(plan);
    }

    /// Back to the start, except that no id and no secret is ever given out twice.
    pub(crate) fn reset(&mut self) {
        self.clock.reset();
        self.keys.clear();
        self.stand_ins = StandIns::new();
        self.chaos = Chaos::new(self.seed);
        self.log.clear();
        self.late.clear();
    }

    pub(crate) fn owners(&self, provider: Provider) -> Vec<String> {
        self.stand_ins.of(provider).owners()
    }

    pub(crate) fn add_owner(&mut self, provider: Provider) -> Option<String> {
        let now = self.now();
        let (stand_in, mut context) = self.stage(provider, now);
        stand_in.add_owner(&mut context)
    }

    fn execute(&mut self, provider: Provider, request: &Request, now: Timestamp) -> Answer {
        let (stand_in, mut context) = self.stage(provider, now);
        stand_in.answer(request, &mut context)
    }

    fn refuse(
        &mut self,
        provider: Provider,
        request: &Request,
        refusal: Refusal,
        now: Timestamp,
    ) -> Answer {
        let (stand_in, mut context) = self.stage(provider, now);
        stand_in.refuse(request, refusal, &mut context)
    }

    /// A stand-in, and the rest of the world as far as it may touch it.
    fn stage(&mut self, provider: Provider, now: Timestamp) -> (&mut dyn StandIn, Context<'_>) {
        let context =
            Context { now, dialect: self.dialect, keys: &mut self.keys, ids: &mut self.ids };
        (self.stand_ins.of_mut(provider), context)
    }

    fn secrets(&self) -> Vec<&str> {
        let minted = self.keys.iter().map(|key| key.secret.as_str());
        minted.chain(Credentials::SANDBOX.secrets()).collect()
    }
}

impl StandIns {
    fn new() -> Self {
        Self {
            senderwiz: SenderWiz::new(),
            bitgpt: BitGpt,
            infobip: Infobip::new(),
            sendkit: SendKit::new(),
        }
    }

    fn of(&self, provider: Provider) -> &dyn StandIn {
        match provider {
            Provider::SenderWiz => &self.senderwiz,
            Provider::BitGpt => &self.bitgpt,
            Provider::Infobip => &self.infobip,
            Provider::SendKit => &self.sendkit,
        }
    }

    fn of_mut(&mut self, provider: Provider) -> &mut dyn StandIn {
        match provider {
            Provider::SenderWiz => &mut self.senderwiz,
            Provider::BitGpt => &mut self.bitgpt,
            Provider::Infobip => &mut self.infobip,
            Provider::SendKit => &mut self.sendkit,
        }
    }
}
