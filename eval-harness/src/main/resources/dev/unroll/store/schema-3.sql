-- How well each example of the test part was met, in order, for tests that compare models item by item. One
-- little-endian float of 4 bytes for each: the share of its targets that are right, or its mean absolute error (squared
-- where the dataset's primary metric is); not a number where it has no target.
CREATE TABLE item_score (
    trial TEXT PRIMARY KEY REFERENCES trial (id) ON DELETE CASCADE,
    target_size INTEGER NOT NULL,  -- components of a value, which neighbours in a series may share; 1 for classes
    classes INTEGER NOT NULL,      -- whether they are shares of classes, of which more is better
    scores BLOB NOT NULL
) STRICT;
