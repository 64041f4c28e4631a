package de.aktienanalyse.benchmarks.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Arguments of a measurement: numbers by their place, and words such as `only=gateway,ws`.
record Arguments(List<String> numbers, Map<String, String> words) {

    static Arguments of(String[] args, Set<String> known) {
        List<String> numbers = new ArrayList<>();
        Map<String, String> words = new HashMap<>();
        for (String arg : args) {
            int sign = arg.indexOf('=');
            if (sign < 0) {
                numbers.add(arg);
            } else if (known.contains(arg.substring(0, sign))) {
                words.put(arg.substring(0, sign), arg.substring(sign + 1));
            } else {
                throw new IllegalArgumentException("None of " + known + ": " + arg);
            }
        }
        return new Arguments(List.copyOf(numbers), Map.copyOf(words));
    }

    double number(int place, double otherwise) {
        return place < numbers.size() ? Double.parseDouble(numbers.get(place)) : otherwise;
    }

    int count(int place, int otherwise) {
        return place < numbers.size() ? Integer.parseInt(numbers.get(place)) : otherwise;
    }

    /// The parts between commas; none when the word is missing.
    List<String> list(String word) {
        String text = words.getOrDefault(word, "");
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
