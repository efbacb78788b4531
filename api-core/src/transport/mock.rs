//! A transport for unit tests. It sends nothing, and responds as the test specifies.

mod request;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{HttpRequest, HttpResponse, ResponseFuture, Transport, TransportError};
use crate::{Endpoint, ErrorCode};

pub use request::MockRequest;

/// Responds to calls as a test specifies, sends nothing, and keeps the requests. Clones share their state.
///
/// A test creates routes and adds steps to each: a route for an endpoint with [`on`](Self::on), for any path with
/// [`on_path`](Self::on_path), for the requests that a closure accepts with [`on_match`](Self::on_match), and for every
/// request with [`on_any`](Self::on_any). An attempt takes the next step of the first matching route, in the order of
/// creation, that has a step left or an [`always`](MockRoute::always) response. Calls may be concurrent, because routes
/// match requests and not the order of calls.
///
/// A request for which no route has a step or an `always` response fails with the code 60009 and a text with its path
/// and the unused steps. [`verify`](Self::verify) fails a test in which that happened, and one in which steps are
/// unused.
///
/// # Examples
///
/// A unit test. The first attempt gets a proxy's error, the second a response:
///
/// ```
/// use tencent_chat::conversation::ContactGroup;
/// use tencent_chat::conversation::delete_contact_group::{Request, Response};
/// use tencent_chat::{Client, Credentials, HttpResponse, MockTransport, Region};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), tencent_chat::Error> {
/// let mock = MockTransport::default();
/// mock.on::<Request>()
///     .respond(HttpResponse::new(502, "bad gateway"))
///     .succeed(Response::new([ContactGroup::new("test0", 1u64)]));
/// let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
///     .region(Region::Singapore)
///     .transport(mock.clone())
///     .build()?;
///
/// let deleted = client.conversation().delete_contact_group(Request::new("user15", ["test0"])).await?;
///
/// assert_eq!(deleted.group_item[0].group_id, 1);
/// let requests = mock.requests_of::<Request>();
/// assert_eq!(requests.len(), 2, "it was retried");
/// assert_eq!(requests[0].group_name, ["test0"]);
/// assert_eq!(mock.requests()[0].json()["From_Account"], "user15");
/// mock.verify();
/// # Ok(())
/// # }
/// ```
///
/// Errors of every kind are steps too: those of the service with their `ErrorInfo`, those of the connection, and
/// silence.
///
/// ```
/// use std::time::Duration;
///
/// use tencent_chat::account::kick;
/// use tencent_chat::{
///     Client, Credentials, Effect, ErrorCode, HttpResponse, MockTransport, Region, TransportError,
/// };
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), tencent_chat::Error> {
/// let mock = MockTransport::default();
/// mock.on::<kick::Request>()
///     .when(|request| request.user_id == "ann")
///     .error(TransportError::NotSent("connection refused".into()))
///     .respond(HttpResponse::failure_with(ErrorCode::ACCOUNT_NOT_FOUND, "who is ann?"));
/// mock.on::<kick::Request>().when(|request| request.user_id == "bob").silence();
/// let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
///     .region(Region::Singapore)
///     .transport(mock.clone())
///     .build()?;
/// let kick = |user: &str| client.account().kick(kick::Request::new(user));
///
/// let (ann, bob) = tokio::join!(kick("ann"), kick("bob").deadline(Duration::from_secs(3)));
///
/// let ann = ann.unwrap_err();
/// assert_eq!((ann.code(), ann.attempts()), (Some(ErrorCode::ACCOUNT_NOT_FOUND), 2));
/// assert!(ann.to_string().contains("who is ann?"));
/// assert_eq!(bob.unwrap_err().effect(), Effect::Unknown);
/// mock.verify();
/// # Ok(())
/// # }
/// ```
///
/// With a simulator instead, a test sees the behaviour of the service:
///
/// ```
/// use tencent_chat::account::kick;
/// use tencent_chat::{Client, Credentials, ErrorCode};
/// use tencent_chat_sim::{Fault, Rule, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::start().await?;
/// simulator.state().import_user("ann");
/// let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
/// let client = Client::builder(simulator.sdk_app_id(), credentials)
///     .base_url(simulator.base_url())
///     .build()?;
///
/// client.account().kick(kick::Request::new("ann")).await?;
/// let error = client.account().kick(kick::Request::new("bob")).await.unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::ACCOUNT_NOT_FOUND));
///
/// // The response to the next call is lost. The call is retried, because kicking twice does no harm.
/// simulator.state().add_rule(Rule::new(Fault::ResetAfter));
/// client.account().kick(kick::Request::new("ann")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<Plan>>);

/// A route of a [`MockTransport`]: the requests that it matches, and the steps for them. The methods add steps, which
/// are taken in order.
pub struct MockRoute<'a, R = ()> {
    mock: &'a MockTransport,
    index: usize,
    request: PhantomData<fn(&R)>,
}

#[derive(Default)]
struct Plan {
    routes: Vec<Route>,
    requests: Vec<MockRequest>,
    /// The errors of requests that no route had a step for.
    refused: Vec<String>,
}

type Matcher = Arc<dyn Fn(&MockRequest) -> bool + Send + Sync>;

struct Route {
    /// The description of its requests, for an error.
    name: String,
    matches: Matcher,
    steps: VecDeque<Step>,
    /// The response once there is no step left.
    always: Option<HttpResponse>,
}

enum Step {
    Respond(HttpResponse),
    Fail(TransportError),
    Silence,
}

impl MockTransport {
    /// Creates a mock that gives these responses, in order, to whatever requests arrive; for tests that make one call
    /// at a time. [`MockTransport::default`] starts without steps.
    #[must_use]
    pub fn new(responses: impl IntoIterator<Item = HttpResponse>) -> Self {
        let mock = Self::default();
        responses.into_iter().fold(mock.on_any(), MockRoute::respond);
        mock
    }

    /// Creates a route for the calls of an endpoint, by the type of its request.
    pub fn on<R: Endpoint>(&self) -> MockRoute<'_, R> {
        let path = R::spec().path();
        self.route(path.to_owned(), move |request| request.path() == path)
    }

    /// Creates a route for a path such as `v4/openim/sendmsg`, including one that no endpoint has.
    pub fn on_path(&self, path: &str) -> MockRoute<'_> {
        let wanted = path.to_owned();
        self.route(path.to_owned(), move |request| request.path() == wanted)
    }

    /// Creates a route for the requests that the closure accepts. The closure is called for every request,
    /// including those that an earlier route takes.
    pub fn on_match(
        &self,
        matches: impl Fn(&MockRequest) -> bool + Send + Sync + 'static,
    ) -> MockRoute<'_> {
        self.route("requests that a closure accepts".to_owned(), matches)
    }

    /// Creates a route for every request. Routes that are created later get no request while it has steps left.
    pub fn on_any(&self) -> MockRoute<'_> {
        self.route("any request".to_owned(), |_| true)
    }

    /// Returns the request of each attempt so far, in the order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<MockRequest> {
        self.plan().requests.clone()
    }

    /// Returns the requests to an endpoint so far, one for each attempt. Those whose JSON does not fit the endpoint are
    /// left out; only untyped calls can make such requests.
    #[must_use]
    pub fn requests_of<R: Endpoint>(&self) -> Vec<R> {
        self.requests().iter().filter_map(MockRequest::typed).collect()
    }

    /// Returns the number of steps that no request has taken.
    #[must_use]
    pub fn unused_steps(&self) -> usize {
        self.plan().routes.iter().map(|route| route.steps.len()).sum()
    }

    /// Fails the test unless every request had a step and every step was taken. Call it at the end of a test.
    ///
    /// # Panics
    ///
    /// Panics if a request had no step, or if a step is unused. The message names both.
    #[track_caller]
    pub fn verify(&self) {
        let problems = self.plan().problems();
        assert!(problems.is_empty(), "{}", problems.join("; "));
    }

    fn route<R>(
        &self,
        name: String,
        matches: impl Fn(&MockRequest) -> bool + Send + Sync + 'static,
    ) -> MockRoute<'_, R> {
        let mut plan = self.plan();
        let index = plan.routes.len();
        let (steps, always) = (VecDeque::new(), None);
        plan.routes.push(Route { name, matches: Arc::new(matches), steps, always });
        drop(plan);
        MockRoute { mock: self, index, request: PhantomData }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R> MockRoute<'_, R> {
    /// Adds an HTTP response.
    pub fn respond(self, response: HttpResponse) -> Self {
        self.step(Step::Respond(response))
    }

    /// Adds an error of the connection, which tells the client whether the request was sent.
    pub fn error(self, error: TransportError) -> Self {
        self.step(Step::Fail(error))
    }

    /// Adds silence: the request is received, and no response ever arrives.
    pub fn silence(self) -> Self {
        self.step(Step::Silence)
    }

    /// Returns this response to all requests that find no step left, and then no later route gets these requests. It
    /// does not count as a step.
    pub fn always(self, response: HttpResponse) -> Self {
        self.change(|route| route.always = Some(response))
    }

    fn step(self, step: Step) -> Self {
        self.change(|route| route.steps.push_back(step))
    }

    fn change(self, change: impl FnOnce(&mut Route)) -> Self {
        if let Some(route) = self.mock.plan().routes.get_mut(self.index) {
            change(route);
        }
        self
    }
}

impl<R: Endpoint> MockRoute<'_, R> {
    /// Narrows the route to the requests that the closure also accepts.
    pub fn when(self, accepts: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        self.change(|route| {
            let matches = Arc::clone(&route.matches);
            route.matches = Arc::new(move |request| {
                matches(request) && request.typed().is_some_and(|request| accepts(&request))
            });
        })
    }

    /// Adds the response to a call that succeeds.
    pub fn succeed(self, response: R::Response) -> Self {
        self.respond(HttpResponse::success(&response))
    }
}

impl Route {
    fn take(&mut self) -> Option<Step> {
        self.steps.pop_front().or_else(|| self.always.clone().map(Step::Respond))
    }
}

impl Plan {
    /// Takes the step for a request, from the first matching route that has a step left or an `always` response.
    fn take(&mut self, request: &MockRequest, matches: &[bool]) -> Step {
        let routes = self.routes.iter_mut().zip(matches).filter(|(_, matches)| **matches);
        if let Some(step) = routes.map(|(route, _)| route).find_map(Route::take) {
            return step;
        }
        let problem = format!("the mock has no step for {}", request.path());
        let info = format!("{problem}; {}", self.left());
        self.refused.push(problem);
        Step::Respond(HttpResponse::failure_with(ErrorCode::NO_SUCH_ENDPOINT, info))
    }

    fn problems(&self) -> Vec<String> {
        let is_unused = self.routes.iter().any(|route| !route.steps.is_empty());
        self.refused.iter().cloned().chain(is_unused.then(|| self.left())).collect()
    }

    /// Describes the unused steps.
    fn left(&self) -> String {
        let left = self.routes.iter().filter(|route| !route.steps.is_empty());
        let left: Vec<_> =
            left.map(|route| format!("{} for {}", route.steps.len(), route.name)).collect();
        let left = if left.is_empty() { "none".to_owned() } else { left.join(", ") };
        format!("unused steps: {left}")
    }
}

impl Transport for MockTransport {
    fn post(&self, request: HttpRequest) -> ResponseFuture {
        let request = MockRequest::new(&request);
        let mut plan = self.plan();
        plan.requests.push(request.clone());
        let matchers: Vec<_> = plan.routes.iter().map(|route| Arc::clone(&route.matches)).collect();
        // The test's closures run without the lock, because they may use the mock.
        drop(plan);
        let matches: Vec<_> = matchers.iter().map(|matches| matches(&request)).collect();
        let step = self.plan().take(&request, &matches);
        match step {
            Step::Respond(response) => Box::pin(std::future::ready(Ok(response))),
            Step::Fail(error) => Box::pin(std::future::ready(Err(error))),
            Step::Silence => Box::pin(std::future::pending()),
        }
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport")
            .field("requests", &self.requests())
            .field("unused_steps", &self.unused_steps())
            .finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for MockRoute<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockRoute").field("index", &self.index).finish_non_exhaustive()
    }
}
