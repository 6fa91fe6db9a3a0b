//! `openapi`: the description of the API, as it is committed.

use base::Text;
use serde_json::Value;

use crate::outcome::{Failure, Outcome, Report};

pub(super) fn run() -> Outcome {
    let text = web::openapi().to_pretty_json().map_err(|error| {
        Failure::new(
            Text::new(
                format!("接口说明不能写成 JSON：{error}"),
                format!("the description is no JSON: {error}"),
            ),
            Text::new("这是程序的缺陷，请报告。", "This is a defect of the program: report it."),
        )
    })?;
    // The same text with and without --json: it is a document, and its form is what is compared.
    let report = Report::new(true, Value::Null, Text::default());
    crate::Console { json: false, lang: base::Lang::Zh }.result(&Value::Null, &Text::new(&*text, &*text));
    Ok(report)
}
