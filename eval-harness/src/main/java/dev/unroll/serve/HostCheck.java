package dev.unroll.serve;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which names a server answers to. A page from elsewhere could have its own name lead to this machine (DNS rebinding) and
 * then read what is served as if it were its own; but the browser says the name that was asked for, so only addresses in
 * digits, {@code localhost} and the name given on the command line are answered.
 */
final class HostCheck {

    private static final Pattern IP4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IP6 = Pattern.compile("\\[[0-9a-f:.]+(%[0-9a-z]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final InetAddress bound;
    private final String name;

    /** @param name as given on the command line: an address or a name */
    HostCheck(InetAddress bound, String name) {
        this.bound = bound;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    /** Whether a request with this {@code Host} header is to be answered. */
    boolean allows(String header) {
        if (header == null) {
            return false;
        }
        String host = PORT.matcher(header.toLowerCase(Locale.ROOT)).replaceFirst("");
        if (host.equals("localhost") || host.equals(name)) {
            return true;
        }
        boolean digits = IP4.matcher(host).matches() || IP6.matcher(host).matches();
        return digits && (!bound.isLoopbackAddress() || host.startsWith("127.") || host.equals("[::1]"));
    }
}
