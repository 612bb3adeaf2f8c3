-- Released migrations are never edited: add the next number.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    words TEXT NOT NULL,
    command TEXT NOT NULL,
    entered REAL NOT NULL
);
CREATE INDEX entries_by_time ON entries (entered, id);
