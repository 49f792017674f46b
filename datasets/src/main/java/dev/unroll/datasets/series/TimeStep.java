package dev.unroll.datasets.series;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The step from one row of a series to the next: some months, some seconds, or the next business day. Times are local,
 * without a zone, as they stand in the file.
 */
public record TimeStep(int months, long seconds, boolean businessDay) {

    private static final long DAY = 86_400;

    /** The step of a word, {@code business-day} or as in ISO 8601: {@code P1D}, {@code PT30M}, {@code P1M}. */
    public static TimeStep of(String word) {
        TimeStep step = null;
        if (word.equals("business-day")) {
            step = new TimeStep(0, DAY, true);
        } else {
            try {
                if (word.startsWith("PT")) {
                    step = new TimeStep(0, Duration.parse(word).toSeconds(), false);
                } else {
                    Period period = Period.parse(word);
                    step = new TimeStep((int) period.toTotalMonths(), period.getDays() * DAY, false);
                }
            } catch (DateTimeException | ArithmeticException e) {
                // Refused below.
            }
        }
        if (step == null || step.months < 0 || step.seconds < 0 || (step.months == 0) == (step.seconds == 0)) {
            throw new IllegalArgumentException("frequency must be infer, none, business-day or a step as in ISO 8601, "
                    + "such as P1D, PT30M or P1M; got " + word);
        }
        return step;
    }

    /** The step between most of the first {@code count} times, seconds as {@link #parse} gives them, ascending. */
    public static TimeStep infer(long[] times, int count) {
        Map<Long, Integer> gaps = new TreeMap<>();
        boolean weekend = false;
        Map<Integer, Integer> days = new HashMap<>();
        for (int i = 0; i < count; i++) {
            LocalDateTime time = time(times[i]);
            weekend |= time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
            days.merge(time.getDayOfMonth(), 1, Integer::sum);
            if (i > 0) {
                gaps.merge(times[i] - times[i - 1], 1, Integer::sum);
            }
        }
        long most = 1;
        int rows = 0;
        for (Map.Entry<Long, Integer> gap : gaps.entrySet()) {
            if (gap.getValue() > rows) {
                most = gap.getKey();
                rows = gap.getValue();
            }
        }
        boolean sameDay = days.size() == 1;
        if (sameDay && most >= 28 * DAY) {
            return new TimeStep((int) Math.max(1, Math.round(most / (30.44 * DAY))), 0, false);
        }
        return new TimeStep(0, most, most == DAY && !weekend && count > 5);
    }

    /** The time of a cell, in seconds of local time since 1970; {@code null} if it is no time. */
    public static Long parse(String cell) {
        String text = cell.strip().replace(' ', 'T').replace('/', '-');
        try {
            if (text.endsWith("Z")) {
                text = text.substring(0, text.length() - 1);
            }
            LocalDateTime time = switch (text.length()) {
                case 4 -> LocalDate.of(Integer.parseInt(text), 1, 1).atStartOfDay();
                case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay();
                case 10 -> LocalDate.parse(text).atStartOfDay();
                default -> LocalDateTime.parse(text);
            };
            return time.toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    static LocalDateTime time(long seconds) {
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    }

    /** How a time is written in messages: without the clock at midnight. */
    public static String text(long seconds) {
        String text = time(seconds).toString();
        return text.endsWith("T00:00") ? text.substring(0, text.length() - 6) : text;
    }

    /** The time that many steps after a start; for business days, from the time right before. */
    public long next(long start, int steps, long before) {
        if (businessDay) {
            LocalDateTime next = time(before).plusDays(1);
            while (next.getDayOfWeek() == DayOfWeek.SATURDAY || next.getDayOfWeek() == DayOfWeek.SUNDAY) {
                next = next.plusDays(1);
            }
            return next.toEpochSecond(ZoneOffset.UTC);
        }
        return months > 0 ? time(start).plusMonths((long) months * steps).toEpochSecond(ZoneOffset.UTC)
                : start + seconds * steps;
    }

    /** In words: {@code 1 day}, {@code 30 minutes}, {@code 1 month}. */
    public String words() {
        if (businessDay) {
            return "1 business day";
        }
        long count = months > 0 ? months : seconds;
        String unit = months > 0 ? "month" : "second";
        long[] sizes = months > 0 ? new long[] {12} : new long[] {7 * DAY, DAY, 3_600, 60};
        String[] units = months > 0 ? new String[] {"year"} : new String[] {"week", "day", "hour", "minute"};
        for (int i = 0; i < sizes.length; i++) {
            if (count % sizes[i] == 0) {
                count /= sizes[i];
                unit = units[i];
                break;
            }
        }
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
