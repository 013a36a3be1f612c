//! Screens as a person knows them. They wait and tell; stories assert.
