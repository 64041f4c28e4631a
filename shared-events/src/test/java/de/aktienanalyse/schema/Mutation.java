package de.aktienanalyse.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A message with one value replaced or taken out.
///
/// @param path of the value, `data.rows[0].symbol`
/// @param what stands there now, for the test's report
public record Mutation(String path, String what, byte[] json) {

    /// Every value within the field `root`, each replaced by `other`.
    public static List<Mutation> replacing(
            Map<String, Object> message, String root, @Nullable Object other) {
        return Place.under(message, root).stream()
                .map(place ->
                        place.mutation(
                                message,
                                new String(ExactJson.bytes(other)),
                                holder -> holder.put(other)))
                .toList();
    }

    /// Every field within the field `root`, each left out.
    public static List<Mutation> leavingOut(Map<String, Object> message, String root) {
        return Place.under(message, root).stream()
                .filter(place -> place.steps.getLast() instanceof String)
                .map(place -> place.mutation(message, "nothing", Holder::remove))
                .toList();
    }

    @Override
    public String toString() {
        return path + " := " + (what.length() > 40 ? what.substring(0, 40) + "…" : what);
    }

    /// The object or list that a value stands in, and where.
    private record Holder(Object container, Object step) {
        @SuppressWarnings("unchecked")
        void put(@Nullable Object value) {
            if (container instanceof Map<?, ?> object) {
                ((Map<Object, @Nullable Object>) object).put(step, value);
            } else {
                ((List<@Nullable Object>) container).set((Integer) step, value);
            }
        }

        void remove() {
            ((Map<?, ?>) container).remove(step);
        }
    }

    /// @param steps field names and list indices from the top
    private record Place(String path, List<Object> steps) {

        static List<Place> under(Map<String, Object> message, String root) {
            List<Place> places = new ArrayList<>();
            new Place(root, List.of(root)).collect(message.get(root), places);
            return places;
        }

        private void collect(@Nullable Object value, List<Place> places) {
            if (value instanceof Map<?, ?> object) {
                object.forEach((name, inner) -> step("." + name, name).visit(inner, places));
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    step("[" + i + "]", i).visit(list.get(i), places);
                }
            }
        }

        private void visit(@Nullable Object value, List<Place> places) {
            places.add(this);
            collect(value, places);
        }

        private Place step(String path, Object step) {
            List<Object> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Place(this.path + path, longer);
        }

        Mutation mutation(Map<String, Object> message, String what, Consumer<Holder> change) {
            Map<String, Object> copy = ExactJson.copy(message);
            Object container = copy;
            for (Object step : steps.subList(0, steps.size() - 1)) {
                container =
                        Objects.requireNonNull(
                                step instanceof Integer index
                                        ? ((List<?>) container).get(index)
                                        : ((Map<?, ?>) container).get(step));
            }
            change.accept(new Holder(container, steps.getLast()));
            return new Mutation(path, what, ExactJson.bytes(copy));
        }
    }
}
