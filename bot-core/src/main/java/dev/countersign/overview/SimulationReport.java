package dev.countersign.overview;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a candidate would have changed.
///
/// @param proposals how many were looked at, without those that do not read
/// @param unreadable how many do not read
/// @param unreadableIds the first of them
/// @param changes what comes out otherwise, most frequent first
/// @param groups who is asked, in the order of names
/// @param persons who is asked, most on one day first
/// @param days how many days were looked at, begun ones too
public record SimulationReport(
    int proposals,
    int unreadable,
    List<String> unreadableIds,
    List<Change> changes,
    List<Load> groups,
    List<Load> persons,
    int days) {

  /// @param kind such as `allow -> ask`
  /// @param rules how often each rule of the candidate matched there; `(none)` where none did
  /// @param examples ids, the latest last
  public record Change(String kind, int count, Map<String, Integer> rules, List<String> examples) {}

  /// How much a group or a person would be asked.
  ///
  /// @param inForce requests under the policy in force
  /// @param candidate requests under the candidate
  /// @param busiest under the candidate
  public record Load(String name, int inForce, int candidate, Optional<Day> busiest) {
    public boolean isOver(int mostPerDay) {
      return busiest.filter(day -> day.count() > mostPerDay).isPresent();
    }
  }

  public record Day(LocalDate date, int count) {}

  public int changed() {
    return changes.stream().mapToInt(Change::count).sum();
  }
}
