package dev.unroll.run;

import java.util.List;
import java.util.Map;

/**
 * Where and how a run was made: the content of {@code provenance.json}.
 *
 * @param started   UTC, ISO 8601
 * @param finished  UTC, ISO 8601; empty while it is not
 * @param version   of Unroll
 * @param jvmFlags  as given to the virtual machine
 * @param kernels   {@code vector, 16 lanes} or {@code scalar}
 */
public record Provenance(String started, String finished, String version, String jdk, String operatingSystem,
        String processor, int processors, List<String> jvmFlags, String kernels, int jobs, int threads,
        Map<String, String> dependencies, CodeVersion code) {

    /** The same at other times. */
    Provenance during(String began, String ended) {
        return new Provenance(began, ended, version, jdk, operatingSystem, processor, processors, jvmFlags, kernels,
                jobs, threads, dependencies, code);
    }
}
