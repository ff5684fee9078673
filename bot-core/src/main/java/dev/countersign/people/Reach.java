package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where groups are asked, what is seen there, and until when: what [Electorate] has to know beside
/// who there is.
public interface Reach {

  /// Whether the group is asked in a place where this account can press.
  boolean asks(GroupName group, AccountId account);

  /// Where the group decides: on the chats where it is asked, and on pages that it finds by itself.
  Set<Surface> surfaces(GroupName group);

  /// Whether this surface shows the whole action, at every vote that is still to come: what is cut
  /// nobody can approve.
  boolean showsWhole(Surface surface);

  /// How much a surface shows at most that does not show everything, for whoever has to make an
  /// action fit: a number with its unit.
  String mostShown();

  /// Whether an approval there has the check that the ruling asks for.
  boolean checksEnough(Surface surface);

  /// Whether attachments are opened there; everywhere, where the ruling asks nobody to.
  boolean opens(Surface surface);

  /// The absence from which this person comes back only after the deadline; empty for whoever is
  /// there before.
  Optional<Absence> away(Person person);

  /// Who may decide in the place of whoever is [#away], at some moment before the deadline, in the
  /// order of the absences; nobody where nobody is.
  List<PersonId> instead(Person away);

  /// All surfaces of the deployment.
  Set<Surface> connected();

  /// Why the group could be asked nowhere, as the end of a sentence; empty when it can be asked
  /// somewhere.
  Optional<String> whyNowhere(GroupName group);
}
