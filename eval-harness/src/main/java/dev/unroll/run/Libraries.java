package dev.unroll.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The libraries that this process runs with. */
final class Libraries {

    private static final String MAVEN = "META-INF/maven/";
    private static final String COORDINATES = "/pom.properties";
    private static final String OURS = MAVEN + "dev.unroll/";

    private Libraries() {
    }

    /** By {@code group:artifact}, the versions; a library that does not tell these by its file's name, {@code unknown}. */
    static Map<String, String> onClassPath() {
        return in(System.getProperty("java.class.path", ""));
    }

    static Map<String, String> in(String classPath) {
        Map<String, String> versions = new TreeMap<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (entry.endsWith(".jar") && Files.isRegularFile(file)) {
                add(file, versions);
            }
        }
        return versions;
    }

    private static void add(Path file, Map<String, String> versions) {
        boolean told = false;
        try (JarFile jar = new JarFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith(MAVEN) && name.endsWith(COORDINATES)) {
                    told = true;
                    if (!name.startsWith(OURS)) {
                        add(jar, entry, versions);
                    }
                }
            }
        } catch (IOException e) {
            // Then only that it is there can be told.
            told = false;
        }
        if (!told) {
            versions.put(file.getFileName().toString(), "unknown");
        }
    }

    private static void add(JarFile jar, ZipEntry entry, Map<String, String> versions) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = jar.getInputStream(entry)) {
            properties.load(stream);
        }
        String name = entry.getName();
        String artifact = name.substring(MAVEN.length(), name.length() - COORDINATES.length()).replace('/', ':');
        versions.put(artifact, properties.getProperty("version", "unknown"));
    }
}
