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
 * @param commands     that made each measurement, by the same names
 */
public record Results(Machine machine, Map<String, Measurement> measurements, Map<String, String> commands) {

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
            return same ? new Results(machine, new TreeMap<>(read.measurements), new TreeMap<>(read.commands))
                    : none(machine);
        } catch (JsonProcessingException e) {
            throw new BenchmarkException(file + " must hold earlier results; got " + e.getOriginalMessage()
                    + "; remove it to start anew");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(Measurement measurement, String command) {
        measurements.put(measurement.workload(), measurement);
        commands.put(measurement.workload(), command);
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
