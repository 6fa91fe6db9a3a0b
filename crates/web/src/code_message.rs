//! A code on its way to a telephone: sent at once and by the request itself, because a code that waits in a queue would
//! have to be kept somewhere.

use adapters::Private;
use adapters::sms::{NewMessage, template_id};
use base::Text;
use service::access::{CODE_MINUTES, Secret};

use crate::answer::unreachable;
use crate::{App, Fault, Visitor};

/// Sends a code to a number with the words of this template; a message system that does not answer is said.
pub(crate) async fn send(
    app: &App,
    visitor: &Visitor,
    template: &str,
    phone: &str,
    code: &Secret,
) -> Result<(), Fault> {
    let message = NewMessage {
        message_no: format!("code-{}", visitor.request),
        template: template_id(template),
        phone: Private::new(phone),
        parameters: [
            ("code".to_owned(), Private::new(code.reveal())),
            ("minutes".to_owned(), Private::new(CODE_MINUTES.to_string())),
        ]
        .into(),
    };
    let sent = app.outside.sms.send(&message, &mut visitor.page_chance()).await;
    if sent.is_ok() {
        return Ok(());
    }
    Err(unreachable(&Text::new("短信系统", "message system")).into())
}
