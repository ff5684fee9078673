package dev.countersign.app.config;

/// @param importOnStart whether a starting gate replaces what the store knows of people by the file
public record PeopleConfig(boolean importOnStart) {

  static PeopleConfig read(SettingsSection people) {
    PeopleConfig config = new PeopleConfig(people.bool("import_on_start", true));
    people.close();
    return config;
  }
}
