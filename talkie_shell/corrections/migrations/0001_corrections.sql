-- Released migrations are never edited: add the next number.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    utterance TEXT NOT NULL,
    source TEXT NOT NULL,
    preprocessed TEXT NOT NULL,
    proposed TEXT NOT NULL,
    confidence REAL NOT NULL,
    uncertain TEXT NOT NULL,
    engine TEXT NOT NULL,
    command TEXT NOT NULL,
    directory TEXT NOT NULL,
    started REAL NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    duration REAL
);
CREATE INDEX corrections_by_start ON corrections (started);
