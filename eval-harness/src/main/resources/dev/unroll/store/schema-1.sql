-- What a run is. One row.
CREATE TABLE run (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    spec TEXT NOT NULL,            -- as written
    resolved TEXT NOT NULL,        -- the same with every default, as JSON
    spec_hash TEXT NOT NULL,       -- SHA-256 of resolved
    seeds TEXT NOT NULL,           -- as a JSON array
    finished TEXT                  -- when all trials had finished and the run's files were written; UTC, ISO 8601
) STRICT;

CREATE TABLE dataset (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    primary_metric TEXT NOT NULL,
    higher_is_better INTEGER NOT NULL,
    unit TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    facts TEXT NOT NULL            -- all that results.json says of it
) STRICT;

CREATE TABLE model (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    spec TEXT NOT NULL,
    facts TEXT NOT NULL            -- all that results.json says of it
) STRICT;

CREATE TABLE trial (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    dataset TEXT NOT NULL REFERENCES dataset (name),
    model TEXT NOT NULL REFERENCES model (name),
    seed INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'diverged', 'failed')),
    reason TEXT,                   -- why it diverged or failed
    parameter_count INTEGER NOT NULL,
    planned_updates INTEGER NOT NULL,
    updates INTEGER,
    best_update INTEGER,
    stopped_early INTEGER,
    weight_hash TEXT,
    prediction_hash TEXT,
    result TEXT                    -- all that results.json says of it
) STRICT;

-- Scores on the test and validation parts. The slice is empty for the whole part.
CREATE TABLE score (
    trial TEXT NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('test', 'validation')),
    slice TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (trial, part, slice, metric)
) STRICT, WITHOUT ROWID;

-- One row per validation during training, the first before any update.
CREATE TABLE curve (
    trial TEXT NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
    updates INTEGER NOT NULL,
    epoch REAL NOT NULL,
    train_loss REAL,
    validation_loss REAL,
    PRIMARY KEY (trial, updates)
) STRICT, WITHOUT ROWID;

CREATE TABLE curve_score (
    trial TEXT NOT NULL,
    updates INTEGER NOT NULL,
    metric TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (trial, updates, metric),
    FOREIGN KEY (trial, updates) REFERENCES curve (trial, updates) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What a trial took on the machine that ran it. allocated_bytes: by its thread, for the model and by the first update,
-- after which updates allocate nothing but batches; 0 if there was none.
CREATE TABLE timing (
    trial TEXT PRIMARY KEY REFERENCES trial (id) ON DELETE CASCADE,
    training_seconds REAL,
    total_seconds REAL,
    millis_per_update REAL,
    lower_millis REAL,
    upper_millis REAL,
    sequences_per_second REAL,
    allocated_bytes INTEGER NOT NULL,
    finished INTEGER NOT NULL      -- milliseconds since 1970
) STRICT;

-- Undisturbed speed, measured after the trials.
CREATE TABLE speed (
    dataset TEXT NOT NULL REFERENCES dataset (name),
    model TEXT NOT NULL REFERENCES model (name),
    updates INTEGER NOT NULL,
    millis_per_update REAL NOT NULL,
    lower_millis REAL NOT NULL,
    upper_millis REAL NOT NULL,
    sequences_per_second REAL NOT NULL,
    PRIMARY KEY (dataset, model)
) STRICT;

-- A process that works or worked on the run. Times in milliseconds since 1970. It counts as alive until its lease ends,
-- which it renews while it lives.
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    process INTEGER NOT NULL,
    process_started INTEGER NOT NULL,
    host TEXT NOT NULL,
    started INTEGER NOT NULL,
    lease_ends INTEGER NOT NULL,   -- 0 once it has left
    provenance TEXT NOT NULL
) STRICT;

-- Which session runs a trial. A claim of a session that is not alive counts for nothing.
CREATE TABLE claim (
    trial TEXT PRIMARY KEY REFERENCES trial (id) ON DELETE CASCADE,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE
) STRICT;

-- Test predictions beside the truth.
CREATE VIEW sample AS
    SELECT trial.id AS trial, entry.key AS position, entry.value AS truth,
        json_extract(trial.result, '$.samples.predicted[' || entry.key || ']') AS predicted
    FROM trial, json_each(trial.result, '$.samples.truth') AS entry;

-- How far back the gradient reaches, before and after training.
CREATE VIEW gradient_reach AS
    SELECT trial.id AS trial, moment.value AS moment, entry.key AS distance, entry.value AS median,
        json_extract(trial.result, '$.reach' || moment.value || '.meanLog10[' || entry.key || ']') AS mean_log10,
        json_extract(trial.result, '$.reach' || moment.value || '.lower[' || entry.key || ']') AS lower_decile,
        json_extract(trial.result, '$.reach' || moment.value || '.upper[' || entry.key || ']') AS upper_decile
    FROM trial, json_each('["Before", "After"]') AS moment,
        json_each(trial.result, '$.reach' || moment.value || '.median') AS entry;
