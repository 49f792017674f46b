-- How far back gradients reach before, during and after training, with respect to the input and to each inner state.
CREATE VIEW gradient_point AS
    SELECT trial.id AS trial, json_extract(point.value, '$.update') AS updates, reach.key AS state, lag.value AS lag,
        json_extract(reach.value, '$.meanLog10[' || lag.key || ']') AS mean_log10,
        json_extract(reach.value, '$.median[' || lag.key || ']') AS median,
        json_extract(reach.value, '$.lower[' || lag.key || ']') AS lower_decile,
        json_extract(reach.value, '$.upper[' || lag.key || ']') AS upper_decile
    FROM trial, json_each(trial.result, '$.gradients.points') AS point, json_each(point.value, '$.reach') AS reach,
        json_each(point.value, '$.lags') AS lag;

-- How fast they fade: rate per step, half-life in steps, last step back with a thousandth of the gradient at the loss.
CREATE VIEW gradient_decay AS
    SELECT trial.id AS trial, json_extract(point.value, '$.update') AS updates, decay.key AS state,
        json_extract(decay.value, '$.rate') AS rate, json_extract(decay.value, '$.halfLife') AS half_life,
        json_extract(decay.value, '$.horizon') AS horizon
    FROM trial, json_each(trial.result, '$.gradients.points') AS point, json_each(point.value, '$.decay') AS decay;

-- How gates are used: the mean, the shares below 0.05 and above 0.95, and the median of units' time constants in steps.
CREATE VIEW gate_use AS
    SELECT trial.id AS trial, json_extract(point.value, '$.update') AS updates, gate.key AS gate,
        json_extract(gate.value, '$.mean') AS mean, json_extract(gate.value, '$.low') AS low,
        json_extract(gate.value, '$.high') AS high,
        json_extract(gate.value, '$.timeConstants[2]') AS median_time_constant
    FROM trial, json_each(trial.result, '$.gradients.points') AS point, json_each(point.value, '$.gates') AS gate;

-- The norms of updates' gradients before clipping, by bins of eighths of an octave.
CREATE VIEW update_norm AS
    SELECT trial.id AS trial, json_extract(trial.result, '$.gradients.norms.first') + bin.key AS bin, bin.value AS updates
    FROM trial, json_each(trial.result, '$.gradients.norms.counts') AS bin
    WHERE bin.value > 0;
