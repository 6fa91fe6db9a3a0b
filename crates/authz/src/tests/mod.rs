//! What the policies must do, told as cases of the office, and what must hold for any question at all.

mod citizens;
mod grants;
mod matrix;
mod oversight;
mod parts;
mod random;
mod samples;
mod scopes;
mod staff;
mod texts;
