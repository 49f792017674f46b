package dev.unroll.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Which code a run is made with.
 *
 * @param commit of the sources, as the launcher noted it when it built them; {@code unknown} without
 * @param clean  whether the sources were those of the commit; false if unknown
 * @param hash   SHA-256 of all classes of Unroll on the class path and of archives that bring models or datasets; the
 *               same sources built by another compiler may have another
 */
public record CodeVersion(String commit, boolean clean, String hash) {

    private static final String UNKNOWN = "unknown";
    private static final String OURS = "dev/unroll/";
    private static final String SERVICES = "META-INF/services/dev.unroll.";

    /** Of this virtual machine. */
    static CodeVersion current() {
        return Holder.CURRENT;
    }

    // Reading all classes takes a moment, and they do not change.
    private static final class Holder {
        private static final CodeVersion CURRENT = read();
    }

    private static CodeVersion read() {
        Properties build = new Properties();
        String file = System.getProperty("unroll.build");
        if (file != null && Files.exists(Path.of(file))) {
            try (InputStream stream = Files.newInputStream(Path.of(file))) {
                build.load(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new CodeVersion(build.getProperty("commit", UNKNOWN), "true".equals(build.getProperty("clean")),
                hash(System.getProperty("java.class.path")));
    }

    /** Of what is on a class path; neither its order nor where it is matters. */
    static String hash(String classPath) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            try {
                if (Files.isDirectory(path)) {
                    folder(path, classes);
                } else if (Files.isRegularFile(path)) {
                    archive(path, classes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        MessageDigest digest = digest();
        classes.forEach((name, hash) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(hash);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void folder(Path folder, Map<String, byte[]> classes) throws IOException {
        if (!Files.isDirectory(folder.resolve(OURS)) && !Files.isDirectory(folder.resolve("META-INF/services"))) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                classes.put(name, digest().digest(Files.readAllBytes(file)));
            }
        }
    }

    private static void archive(Path file, Map<String, byte[]> classes) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(OURS) == null && jar.stream().noneMatch(entry -> entry.getName().startsWith(SERVICES)
                    || entry.getName().startsWith(OURS))) {
                return;
            }
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    try (InputStream stream = jar.getInputStream(entry)) {
                        classes.put(entry.getName(), digest().digest(stream.readAllBytes()));
                    }
                }
            }
        }
    }

    /** For a person: {@code commit 0123abc, with changes}. */
    public String text() {
        return commit.equals(UNKNOWN) ? "unknown commit" : "commit " + commit + (clean ? "" : ", with changes");
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
