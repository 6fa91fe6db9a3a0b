//! `routes`: every route, read off the router's own table.

use authz::Authorizer;
use base::Text;
use serde_json::json;

use crate::outcome::{Failure, Outcome, Report};

pub(super) fn run() -> Outcome {
    let authorizer = Authorizer::embedded().map_err(|error| {
        Failure::new(
            Text::new(
                format!("内置的权限策略不能用：{error}"),
                format!("the program's own policies fail: {error}"),
            ),
            Text::new("这是程序的缺陷，请报告。", "This is a defect of the program: report it."),
        )
    })?;
    let routes = web::routes(&authorizer);
    let line = |route: &web::Route| {
        let who = if route.roles.is_empty() { "*".to_owned() } else { route.roles.join(",") };
        format!("{:<5} {:<44} {:<24} {who}", route.method, route.path, route.name)
    };
    let lines: Vec<String> = routes.iter().map(line).collect();
    let words = lines.join("\n");
    Ok(Report::new(true, json!(routes), Text::new(&*words, &*words)))
}
