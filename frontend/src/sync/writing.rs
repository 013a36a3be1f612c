//! What waits to be written: batches in order, merged into one transaction. Pure.

use crate::store::{Table, WriteBatch};
use std::collections::BTreeMap;

/// Batches that wait, last write first in right. Every batch has a ticket, counted from 1.
#[derive(Debug, Default)]
pub struct Writing {
    rows: BTreeMap<(Table, String), Option<Vec<u8>>>,
    issued: u64,
    written: u64,
}

impl Writing {
    /// Puts a batch in the queue; answers its ticket.
    pub fn add(&mut self, batch: WriteBatch) -> u64 {
        for (table, key) in batch.deletes {
            self.rows.insert((table, key), None);
        }
        for (table, key, bytes) in batch.puts {
            self.rows.insert((table, key), Some(bytes));
        }
        self.issued += 1;
        self.issued
    }

    /// Takes everything out, as one batch, with the ticket up to which it reaches.
    pub fn take(&mut self) -> (WriteBatch, u64) {
        let mut batch = WriteBatch::default();
        for ((table, key), bytes) in std::mem::take(&mut self.rows) {
            match bytes {
                Some(bytes) => batch.puts.push((table, key, bytes)),
                None => batch.deletes.push((table, key)),
            }
        }
        (batch, self.issued)
    }

    /// Puts a batch back that could not be written, below whatever came after it.
    pub fn put_back(&mut self, batch: WriteBatch) {
        for (table, key) in batch.deletes {
            self.rows.entry((table, key)).or_insert(None);
        }
        for (table, key, bytes) in batch.puts {
            self.rows.entry((table, key)).or_insert(Some(bytes));
        }
    }

    /// Notes up to which ticket everything is on the medium.
    pub fn note_written(&mut self, ticket: u64) {
        self.written = self.written.max(ticket);
    }

    /// The ticket up to which everything is on the medium.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Whether something waits.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.issued > self.written
    }

    /// The waiting content of a row: `Some(None)` if it is to be removed, `None` if it is not touched.
    #[must_use]
    pub fn pending(&self, table: Table, key: &str) -> Option<&Option<Vec<u8>>> {
        self.rows.get(&(table, key.to_owned()))
    }

    /// Everything that waits, by row.
    pub fn rows(&self) -> impl Iterator<Item = (Table, &str, Option<&Vec<u8>>)> {
        self.rows.iter().map(|((table, key), bytes)| (*table, key.as_str(), bytes.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::one;

    fn delete(key: &str) -> WriteBatch {
        WriteBatch { puts: Vec::new(), deletes: vec![(Table::Pending, key.to_owned())] }
    }

    #[test]
    fn the_later_batch_wins_row_by_row() {
        let mut writing = Writing::default();
        writing.add(one(Table::Pending, "1", vec![1]));
        writing.add(delete("1"));
        writing.add(one(Table::Pending, "2", vec![2]));
        let ticket = writing.add(one(Table::Pending, "2", vec![3]));
        let (batch, through) = writing.take();
        assert_eq!(batch.deletes, [(Table::Pending, "1".to_owned())]);
        assert_eq!(batch.puts, [(Table::Pending, "2".to_owned(), vec![3])]);
        assert_eq!(through, ticket);
    }

    #[test]
    fn what_could_not_be_written_never_covers_what_came_later() {
        let mut writing = Writing::default();
        writing.add(one(Table::Pending, "1", vec![1]));
        writing.add(one(Table::Pending, "2", vec![1]));
        let (failed, _) = writing.take();
        writing.add(one(Table::Pending, "1", vec![2]));
        writing.put_back(failed);
        assert!(writing.waits());
        assert_eq!(writing.pending(Table::Pending, "1"), Some(&Some(vec![2])));
        assert_eq!(writing.pending(Table::Pending, "2"), Some(&Some(vec![1])));
        let (_, through) = writing.take();
        writing.note_written(through);
        assert!(!writing.waits());
    }
}
