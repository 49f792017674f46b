package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeVersionTest {

    @TempDir
    private Path temp;

    private Path folder(String name, String content) throws IOException {
        Path file = temp.resolve(name).resolve("dev/unroll/A.class");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return temp.resolve(name);
    }

    private Path jar(String name, String entry, String content) throws IOException {
        Path file = temp.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(content.getBytes());
        }
        return file;
    }

    private static String hash(Path... classPath) {
        StringBuilder joined = new StringBuilder();
        for (Path path : classPath) {
            joined.append(joined.length() == 0 ? "" : File.pathSeparator).append(path);
        }
        return CodeVersion.hash(joined.toString());
    }

    @Test
    void dependsOnTheContentOfClassesAlone() throws IOException {
        Path one = folder("one", "a");
        Path other = jar("other.jar", "org/library/B.class", "b");

        assertThat(hash(one)).hasSize(64).isEqualTo(hash(folder("two", "a"))).isNotEqualTo(hash(folder("three", "c")))
                .isEqualTo(hash(jar("same.jar", "dev/unroll/A.class", "a"))).isEqualTo(hash(other, one))
                .isEqualTo(hash(one, other, temp.resolve("missing")));
        assertThat(hash(one, jar("more.jar", "dev/unroll/B.class", "b"))).isNotEqualTo(hash(one));
    }
}
