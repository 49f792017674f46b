package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void jarsTellTheirCoordinatesAndOthersTheirNames() throws IOException {
        Path told = jar("a.jar", "META-INF/maven/org.example/whole/pom.properties", "version=1.2.3\n");
        Path ours = jar("b.jar", "META-INF/maven/dev.unroll/datasets/pom.properties", "version=9\n");
        Path silent = jar("silent-4.jar", "readme", "");
        Path damaged = Files.writeString(folder.resolve("damaged.jar"), "no archive");

        assertThat(Libraries.in(String.join(File.pathSeparator, told.toString(), ours.toString(), silent.toString(),
                damaged.toString(), folder.resolve("missing.jar").toString(), folder.toString())))
                .isEqualTo(Map.of("org.example:whole", "1.2.3", "silent-4.jar", "unknown", "damaged.jar", "unknown"));
    }

    @Test
    void whatTestsRunWithIsThere() {
        assertThat(Libraries.onClassPath()).containsKeys("org.apache.commons:commons-math3", "org.xerial:sqlite-jdbc");
    }

    private Path jar(String name, String entry, String content) throws IOException {
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
