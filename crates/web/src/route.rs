//! The routes, registered and listed in one act, so that the list cannot differ from the router.

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use serde::Serialize;

use crate::App;
use crate::guard::guard;

/// What kind of door a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole HTML page, or a form that leads to one.
    Page,
    /// JSON.
    Api,
    /// A fragment that pages renew.
    Live,
    /// Style, script, icons, tiles.
    Asset,
    /// Called by an outside system.
    Webhook,
}

/// Who may come in. What they may then see or do is asked of the policies, record by record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anybody.
    Anyone,
    /// Logged-in citizens and agents.
    Citizen,
    /// Logged-in staff whom some policy lets take this action.
    Staff(authz::Action),
    /// Staff of any role.
    AnyStaff,
    /// Anybody who is logged in.
    Known,
}

/// One route.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// GET, POST, …
    pub method: &'static str,
    /// With `{name}` for parameters.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// A stable name: `case.accept`.
    pub name: &'static str,
    /// The roles that may come in; empty for anybody.
    pub roles: Vec<&'static str>,
    /// Who may come in.
    #[serde(skip)]
    pub door: Door,
}

/// A router that remembers what was put into it.
#[derive(Debug, Default)]
pub struct Table {
    router: Router<App>,
    routes: Vec<Route>,
}

impl Table {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a GET route.
    #[must_use]
    pub fn get(self, kind: Kind, path: &str, name: &'static str, door: Door, to: MethodRouter<App>) -> Self {
        self.add("GET", kind, path, name, door, to)
    }

    /// Adds a POST route.
    #[must_use]
    pub fn post(self, kind: Kind, path: &str, name: &'static str, door: Door, to: MethodRouter<App>) -> Self {
        self.add("POST", kind, path, name, door, to)
    }

    fn add(
        mut self,
        method: &'static str,
        kind: Kind,
        path: &str,
        name: &'static str,
        door: Door,
        to: MethodRouter<App>,
    ) -> Self {
        let guarded = to.route_layer(from_fn(move |request, next| guard(door, kind, request, next)));
        self.router = self.router.route(path, guarded);
        let route = Route { method, path: path.to_owned(), kind, name, roles: Vec::new(), door };
        self.routes.push(route);
        self
    }

    /// Joins another table.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.routes.extend(other.routes);
        self
    }

    /// The router and the list of what is in it, with the roles that the policies name.
    pub fn finish(self, authorizer: &authz::Authorizer) -> (Router<App>, Vec<Route>) {
        let mut routes = self.routes;
        for route in &mut routes {
            route.roles = roles(route.door, authorizer);
        }
        (self.router, routes)
    }
}

fn roles(door: Door, authorizer: &authz::Authorizer) -> Vec<&'static str> {
    use authz::Role;
    let named = |roles: Vec<Role>| roles.into_iter().map(Role::as_str).collect();
    match door {
        Door::Anyone => Vec::new(),
        Door::Citizen => named(vec![Role::Citizen, Role::Agent]),
        Door::Staff(action) => named(authorizer.roles(action).into_iter().filter(|r| r.is_staff()).collect()),
        Door::AnyStaff => named(Role::ALL.iter().copied().filter(|r| r.is_staff()).collect()),
        Door::Known => named(Role::ALL.to_vec()),
    }
}
