package dev.unroll.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that was measured on one machine, as kept beside the tables that are made of it.
 *
 * @param measurements by the name of the workload
 * @param origins      what each measurement was made with, by the same names
 */
public record Results(Machine machine, Map<String, Measurement> measurements, Map<String, Origin> origins) {

    /** None yet. */
    static Results none(Machine machine) {
        return new Results(machine, new TreeMap<>(), new TreeMap<>());
    }

    /** Those of a file that are of this machine, JDK and kernels, with its limits as just measured; else none. */
    static Results readIfOf(Machine machine, Path file) {
        if (!Files.exists(file)) {
            return none(machine);
        }
        try {
            Results read = CanonicalJson.mapper().readValue(Files.readString(file), Results.class);
            Machine before = read.machine;
            boolean same = before.processor().equals(machine.processor()) && before.jdk().equals(machine.jdk())
                    && before.processors() == machine.processors() && before.kernels().equals(machine.kernels());
            return same ? new Results(machine, new TreeMap<>(read.measurements), new TreeMap<>(read.origins))
                    : none(machine);
        } catch (JsonProcessingException e) {
            throw new BenchmarkException(file + " must hold earlier results; got " + e.getOriginalMessage()
                    + "; remove it to start anew");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a measurement in the place of an earlier one of the same workload, unless that has peers and this has none.
     *
     * @return whether it was taken
     */
    boolean add(Measurement measurement, Origin origin) {
        Measurement before = measurements.get(measurement.workload());
        if (before != null && before.hasPeers() && !measurement.hasPeers()) {
            return false;
        }
        measurements.put(measurement.workload(), measurement);
        origins.put(measurement.workload(), origin);
        return true;
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, CanonicalJson.write(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
