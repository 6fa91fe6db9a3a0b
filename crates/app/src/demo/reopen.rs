//! Opening a city that was made before, where it was left or where its backup was restored: the store as it is, and
//! twins that know again what they knew.

use std::sync::Arc;

use base::{Clock as _, OsEntropy, Text};
use store::Limits;

use super::build::{City, Ground, worker};
use super::enter::introduce;
use super::people::everybody;
use super::{logins, recall, twins};
use crate::keys::Keys;
use crate::outcome::Failure;
use crate::store_folder::Place;

/// Opens the city at the ground's place; its clock goes on from the day it has come to.
pub fn reopen(ground: &Ground<'_>) -> Result<City, Failure> {
    let place = ground.place.clone();
    let about = place.about()?;
    if !about.demonstration {
        return Err(real(&place));
    }
    let made = about.city.ok_or_else(|| unfinished(&place))?;
    let keys = Keys::read(&place.keys, &about)?;
    ground.clock.go_on(made.ahead_ms);
    let clock = ground.clock.clone();
    let office =
        crate::office::open(&place, &about, keys, Limits::default(), clock.clone(), Arc::new(OsEntropy))?;
    let people = || everybody(&made.plan);
    introduce(ground, people())?;
    let shown: Vec<_> = people().take(super::enter::SHOWN).collect();
    let numbers: Vec<&str> = shown.iter().map(|citizen| citizen.id_number.as_str()).collect();
    let clean = twins::clean(ground.twins, &numbers, clock.now().day());
    ground.runtime.block_on(clean).map_err(super::enter::refused)?;
    let worker = worker(&office, ground, &place)?;
    recall::fees(&office, ground.twins, ground.origin)?;
    recall::parcels(&office, ground.twins, &worker)?;
    let logins = logins::kept(&place, &shown)?;
    Ok(City { office, place, internet_outlet: about.internet_outlet, logins, worker, steps: (0, 0) })
}

fn real(place: &Place) -> Failure {
    let folder = place.folder.display();
    Failure::new(
        Text::new(
            format!("{folder} 是正式的数据，不是演示"),
            format!("{folder} is a real office's store, no demonstration"),
        ),
        Text::new(
            format!("提供服务请用 yichuang serve --store {folder}；演示请用 --store 指定另一个文件夹。"),
            format!(
                "Serve it with yichuang serve --store {folder}; for a demonstration name another folder with --store."
            ),
        ),
    )
}

fn unfinished(place: &Place) -> Failure {
    let folder = place.folder.display();
    Failure::new(
        Text::new(
            format!("{folder} 里的演示城市没有建完，或者是别的版本建的"),
            format!("the demonstration in {folder} was not made to its end, or by another version"),
        ),
        Text::new(
            "请用 --store 指定一个新文件夹，重新建一个。",
            "Name a new folder with --store, and make one anew.",
        ),
    )
}
