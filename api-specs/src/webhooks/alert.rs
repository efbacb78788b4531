//! Webhooks of alerts.

use crate::webhook;

/// Tells that an app calls an endpoint more often than it may.
#[webhook("Alert.RequestOverLimit", after, partial)]
pub mod request_over_limit {
    pub struct Event {
        /// The service, the second part of the endpoint's path.
        pub service_name: Option<String>,
        /// The command, the last part of the endpoint's path.
        pub command: Option<String>,
        /// The calls per second.
        pub request: Option<u64>,
        /// The greatest number of calls per second.
        pub limit: Option<u64>,
    }
}
