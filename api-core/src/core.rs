//! The insides of a client: all that its clones share and that a call needs. A call holds this and not the client,
//! because the client makes calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::HeaderValue;

use crate::auth::{Credentials, Signer};
use crate::clock::Clock;
use crate::options::Options;
use crate::rate_limit::Limiter;
use crate::retry::Budget;
use crate::telemetry::WarnedPlaces;
use crate::transport::Transport;

/// Sequence numbers start at random below this bound, so that at least two thousand million follow before they wrap
/// around.
const FIRST_BEFORE: u32 = 1 << 31;

/// The parts that all clients of an app share, and the signer of one of them. A clone is cheap.
#[derive(Clone)]
pub(crate) struct Core {
    shared: Arc<Shared>,
    signer: Arc<Signer>,
}

/// The parts that the clients of all identifiers share.
struct Shared {
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    limiter: Box<dyn Limiter>,
    budget: Budget,
    /// The next sequence number.
    sequence: AtomicU32,
    user_agent: HeaderValue,
    options: Options,
    max_response_bytes: usize,
    warned_places: WarnedPlaces,
}

impl Core {
    pub(crate) fn new(
        signer: Signer,
        transport: Box<dyn Transport>,
        clock: Arc<dyn Clock>,
        limiter: Box<dyn Limiter>,
        user_agent: HeaderValue,
        options: Options,
        max_response_bytes: usize,
    ) -> Self {
        let shared = Shared {
            transport,
            clock,
            limiter,
            budget: Budget::new(),
            sequence: AtomicU32::new(fastrand::u32(..FIRST_BEFORE)),
            user_agent,
            options,
            max_response_bytes,
            warned_places: WarnedPlaces::default(),
        };
        Self { shared: Arc::new(shared), signer: Arc::new(signer) }
    }

    /// Returns the insides of a client with other credentials, which shares all else.
    pub(crate) fn with(&self, credentials: Credentials) -> Self {
        let signer = Arc::new(self.signer.with(credentials));
        Self { shared: Arc::clone(&self.shared), signer }
    }

    pub(crate) fn options(&self) -> Options {
        self.shared.options
    }

    pub(crate) fn warned_places(&self) -> &WarnedPlaces {
        &self.shared.warned_places
    }

    pub(crate) fn max_response_bytes(&self) -> usize {
        self.shared.max_response_bytes
    }

    pub(crate) fn limiter(&self) -> &dyn Limiter {
        &*self.shared.limiter
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    /// Returns the next sequence number, which orders the requests of this client and its clones.
    pub(crate) fn next_in_sequence(&self) -> u32 {
        self.shared.sequence.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn signer(&self) -> &Arc<Signer> {
        &self.signer
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    pub(crate) fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.shared.clock)
    }

    pub(crate) fn user_agent(&self) -> HeaderValue {
        self.shared.user_agent.clone()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }
}
