//! The HTML pages of citizens and staff: a file for each noun, a handler for each step. A handler reads the visitor,
//! asks a few queries or one command, fills a view and draws it. Forms post and redirect (303), so that reload and
//! back do nothing twice; a form that is wrong is drawn again with what was typed (422).

mod acting;
mod address;
mod apply;
mod calculate;
mod case;
mod contact;
mod desk;
mod document;
mod home;
mod info;
mod item;
mod login;
mod mandate;
mod me;
mod message;
mod outlets;
mod paper;
mod pay;
mod search;
mod standing;
#[cfg(test)]
mod tests;
mod track;
mod verify;
pub mod view;

pub(crate) use desk::frame_of;
pub use desk::why_in_words;
pub(crate) use item::failed;

use crate::frame::{Density, Frame, Who};
use crate::route::Table;
use crate::{App, Fault, Visitor};

/// The routes of all pages.
pub(crate) fn routes() -> Table {
    home::routes()
        .merge(info::routes())
        .merge(outlets::routes())
        .merge(item::routes())
        .merge(search::routes())
        .merge(login::routes())
        .merge(apply::routes())
        .merge(case::routes())
        .merge(track::routes())
        .merge(calculate::routes())
        .merge(paper::routes())
        .merge(pay::routes())
        .merge(document::routes())
        .merge(me::routes())
        .merge(message::routes())
        .merge(mandate::routes())
        .merge(contact::routes())
        .merge(verify::routes())
        .merge(desk::routes())
}

/// The frame of a page for a citizen, with their masked name when they are logged in.
pub(crate) async fn citizen_frame(app: &App, visitor: &Visitor) -> Result<Frame, Fault> {
    let mut frame = visitor.page_frame(app);
    frame.density = Density::Public;
    if let Ok(person) = visitor.person() {
        // The header says a name and nothing else of the person, so nothing else is opened for it.
        let name = crate::outside::masked_name(app, person).await?;
        frame.who = Some(Who {
            name: view::Masked::new(name),
            role: base::Text::new("群众", "Citizen"),
            outlet: None,
            is_staff: false,
        });
    }
    Ok(frame)
}
