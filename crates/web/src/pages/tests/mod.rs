//! Pages as everybody meets them: every door at once, and what is sent wrongly.

mod acting;
mod calculators;
mod doors;
mod header;
mod inputs;
mod messages;
mod outlets;
mod publicity;
mod search;
mod sessions;
