package dev.countersign.app.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who besides this process can read a file of secrets, or put another in its place.
///
/// Others never may. A group may read where the process itself is in it: that is how a platform
/// hands out a secret that somebody else owns (Kubernetes' `fsGroup`, a file of root with mode
/// 0440). A group of which we are not is somebody else's.
///
/// @param group group number of the file
/// @param ours group numbers of this process
record KeyReaders(int group, Set<PosixFilePermission> permissions, Set<Integer> ours) {
  private static final Path PROCESS = Path.of("/proc/self/status");

  KeyReaders {
    permissions = Set.copyOf(permissions);
    ours = Set.copyOf(ours);
  }

  /// Empty on systems where permissions are something else.
  static Optional<KeyReaders> of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Map<String, Object> attributes = Files.readAttributes(file, "unix:gid,permissions");
    Set<PosixFilePermission> permissions = new HashSet<>();
    for (Object permission : (Set<?>) Objects.requireNonNull(attributes.get("permissions"))) {
      permissions.add((PosixFilePermission) permission);
    }
    Set<Integer> groups = new HashSet<>(numbers("Groups:"));
    groups.addAll(numbers("Gid:"));
    int group = (int) Objects.requireNonNull(attributes.get("gid"));
    return Optional.of(new KeyReaders(group, permissions, groups));
  }

  /// A line of numbers of this process; empty where the system does not tell, and then no group is
  /// taken for ours.
  private static Set<Integer> numbers(String name) throws IOException {
    if (!Files.isReadable(PROCESS)) {
      return Set.of();
    }
    return Files.readString(PROCESS, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith(name))
        .flatMap(line -> Arrays.stream(line.substring(name.length()).strip().split("\\s+")))
        .filter(text -> !text.isEmpty())
        .map(Integer::parseUnsignedInt)
        .collect(Collectors.toSet());
  }

  /// What is wrong and what to do, without a full stop; empty when nobody else gets in.
  Optional<String> tooMany(Path file) {
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of(
          "is open to everybody on this machine; run chmod o-rwx,g-w %s and consider its keys stolen"
              .formatted(file));
    }
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      return Optional.of(
          "can be replaced by its group; run chmod g-w %s, and consider its keys stolen if others are"
                  .formatted(file)
              + " in that group");
    }
    if (permissions.contains(PosixFilePermission.GROUP_READ) && !ours.contains(group)) {
      return Optional.of(
          "can be read by a group (%d) that this process is not in; run chmod 600 %s and consider its keys stolen"
              .formatted(group, file));
    }
    return Optional.empty();
  }
}
