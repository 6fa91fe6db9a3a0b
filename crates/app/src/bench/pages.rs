//! Reading pages as somebody who is logged in.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use super::broken;
use super::load::{Client, Shared};
use super::parts::Page;
use super::script::{ITEM, Step, call, person_of, token};
use crate::outcome::Failure;

/// How many persons read.
const READERS: u64 = 64;

/// Somebody who reads: their token and the path of the page.
#[derive(Debug)]
pub(super) struct Reader {
    token: String,
    path: String,
}

/// Who reads which page; for the page of a case, each begins one.
pub(super) async fn prepare(shared: &Shared, page: Page) -> Result<Vec<Reader>, Failure> {
    let mut client = Client::new(&shared.task.address);
    let mut readers = Vec::new();
    while readers.len() < usize::try_from(READERS).unwrap_or(1) {
        let n = shared.take();
        let persons = shared.task.persons;
        let path = match page {
            Page::Home => "/".to_owned(),
            Page::Item => format!("/items/{ITEM}"),
            Page::MyCase => {
                let begun = client.post(&call(Step::Open, n, persons, "")).await.map_err(broken)?;
                // The twin knows of one in a hundred that their licence is held: they have no case.
                if begun.status == 409 {
                    continue;
                }
                format!("/cases/{}", begun.number())
            }
        };
        readers.push(Reader { token: token(person_of(n, persons)).as_str().to_owned(), path });
    }
    Ok(readers)
}

/// One client that reads as fast as it is answered.
pub(super) async fn closed(shared: Rc<Shared>, readers: Rc<Vec<Reader>>, n: usize) {
    let mut client = Client::new(&shared.task.address);
    let Some(reader) = readers.get(n % readers.len().max(1)) else { return };
    while !*shared.over.borrow() {
        let asked = shared.now_us();
        let reply = client.page(&reader.path, &reader.token).await;
        shared.answered(asked, &reply);
        if reply.is_err() {
            return;
        }
    }
}

/// So many requests a second, each at its time, whether the ones before are answered or not; what counts is the time
/// from when it was due.
pub(super) async fn open(shared: Rc<Shared>, readers: Rc<Vec<Reader>>, rate: u64) {
    let idle: Rc<RefCell<VecDeque<Client>>> = Rc::default();
    let begun = shared.now_us();
    let mut n = 0;
    while !*shared.over.borrow() {
        let due = begun + n * 1_000_000 / rate.max(1);
        let now = shared.now_us();
        if due > now {
            tokio::time::sleep(Duration::from_micros(due - now)).await;
        }
        let place = usize::try_from(n).unwrap_or(0) % readers.len().max(1);
        let (shared, readers, idle) = (shared.clone(), readers.clone(), idle.clone());
        tokio::task::spawn_local(async move {
            let Some(reader) = readers.get(place) else { return };
            let waiting = idle.borrow_mut().pop_front();
            let mut client = waiting.unwrap_or_else(|| Client::new(&shared.task.address));
            let reply = client.page(&reader.path, &reader.token).await;
            shared.answered(due, &reply);
            idle.borrow_mut().push_back(client);
        });
        n += 1;
    }
}
