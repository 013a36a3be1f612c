//! What the data of Lan Tỏa means: ids, changes and their merge, nouns, validation, wire types.
//!
//! Run by browser and server alike, and pure: no I/O, no clock, no randomness, no DOM.
pub mod access;
pub mod activity;
pub mod attachment;
pub mod catalogue;
pub mod change;
pub mod date;
pub mod digest;
pub mod epoch;
pub mod fold;
pub mod form;
pub mod id;
pub mod merged;
pub mod money;
pub mod mutant;
pub mod notebook;
pub mod order;
pub mod person;
pub mod plan;
pub mod problem;
pub mod reading;
pub mod report;
pub mod rollup;
pub mod rules;
pub mod shape;
pub mod unit;
pub mod validation;
pub mod value;
pub mod verdict;
pub mod vietnamese;
pub mod wire;
