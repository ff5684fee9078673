package dev.countersign.people;

import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a people file strictly: members `people`, `calendars`, `groups`, `agents`, as the contract
/// of the file says. Everything that is wrong is reported at once, and a file with any problem is
/// not used at all.
public final class PeopleReader {
  public static final int MOST_PEOPLE = 50_000;
  public static final int MOST_GROUPS = 500;
  public static final int MOST_AGENTS = 500;
  public static final int MOST_FUNCTIONS = 20;
  public static final int LONGEST_NAME = 200;
  public static final int LONGEST_ACCOUNT_PART = 256;

  private static final Pattern USERGROUP = Pattern.compile("S[A-Z0-9]{1,30}");
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private final JsonForm root;
  private final List<PeopleProblem> problems = new ArrayList<>();
  private final AbsenceReader absences = new AbsenceReader();
  private final Set<PersonId> known = new HashSet<>();
  private final Set<AccountId> linked = new HashSet<>();
  private final Map<PersonId, Set<GroupName>> memberships = new HashMap<>();

  /// Whoever may use break-glass, as far as groups were read.
  private final Set<PersonId> holders = new HashSet<>();

  private PeopleReader(JsonObject root) {
    this.root = new JsonForm(root, "", (at, code, detail) -> add(at, code, detail));
  }

  public static PeopleReading read(JsonObject root) {
    return new PeopleReader(root).read();
  }

  private PeopleReading read() {
    root.require("people");
    CalendarReader calendars = new CalendarReader(root);
    List<Person> alone =
        root.objects("people", MOST_PEOPLE).stream()
            .flatMap(form -> person(form).stream())
            .toList();
    absences.checkNamed(known);
    List<Group> groups = groups(calendars);
    calendars.refuseUnused();
    List<Agent> agents = agents();
    root.close();
    return problems.isEmpty()
        ? new PeopleReading.Read(
            new People(alone.stream().map(this::withGroups).toList(), groups, agents))
        : new PeopleReading.Unreadable(problems);
  }

  private Optional<Person> person(JsonForm form) {
    form.require("id");
    form.require("name");
    Optional<PersonId> id =
        form.parsed("id", PersonId::new, "bad_name", "This is not the id of a person.");
    id.filter(person -> !known.add(person))
        .ifPresent(_ -> form.problem("id", "duplicate_id", "This id is taken."));
    Optional<String> name =
        form.parsed(
            "name",
            text -> bounded(text, LONGEST_NAME),
            "bad_name",
            "A name has 1 to " + LONGEST_NAME + " characters.");
    Set<String> functions =
        form
            .parsedTexts(
                "functions",
                MOST_FUNCTIONS,
                Stage::function,
                "bad_name",
                "A function is named in lower-case letters, digits, - and _.")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    Set<AccountId> accounts = form.object("accounts").map(this::accounts).orElse(Set.of());
    List<Absence> away = absences.read(form, id);
    form.close();
    return id.flatMap(person ->
        name.map(called ->
            new Person(person, called, new TreeSet<>(functions), Set.of(), accounts, away)));
  }

  private Set<AccountId> accounts(JsonForm form) {
    var accounts = new HashSet<AccountId>();
    for (Surface surface : Surface.values()) {
      account(form, surface).ifPresent(accounts::add);
    }
    form.close();
    return accounts;
  }

  private Optional<AccountId> account(JsonForm accounts, Surface surface) {
    AccountSpelling spelling = surface.accounts();
    Optional<JsonForm> written = accounts.object(spelling.key());
    if (written.isEmpty()) {
      return Optional.empty();
    }
    JsonForm form = written.get();
    Optional<String> tenant = accountPart(form, spelling.tenant(), spelling);
    Optional<String> user = accountPart(form, spelling.user(), spelling);
    form.close();
    Optional<AccountId> account =
        tenant.flatMap(inside -> user.map(who -> new AccountId(surface, inside, who)));
    account
        .filter(id -> !linked.add(id))
        .ifPresent(_ ->
            accounts.problem(
                spelling.key(), "duplicate_account", "This account already belongs to a person."));
    return account;
  }

  private static Optional<String> accountPart(
      JsonForm form, String name, AccountSpelling spelling) {
    form.require(name);
    return switch (spelling.ids()) {
      case AS_WRITTEN ->
          form.parsed(
              name,
              text -> spelling.normal(bounded(text, LONGEST_ACCOUNT_PART)),
              "bad_account",
              "An account is named by 1 to " + LONGEST_ACCOUNT_PART + " characters.");
      case OF_ENTRA ->
          form.parsed(
              name,
              text -> shaped(GUID, spelling.normal(text)),
              "bad_account",
              "Tenant and Object ID of Entra are GUIDs such as"
                  + " 8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36.");
    };
  }

  private List<Group> groups(CalendarReader calendars) {
    return root.entries("groups", JsonObject.class, "an object", MOST_GROUPS).stream()
        .flatMap(item -> group(item, calendars).stream())
        .toList();
  }

  private Optional<Group> group(JsonForm.Item<JsonObject> item, CalendarReader calendars) {
    Optional<GroupName> name = named(item, GroupName::new, "This is not the name of a group.");
    JsonForm form = root.form(item);
    form.require("members");
    Set<PersonId> members = members(form);
    Map<Surface, Group.Place> places = places(form);
    Optional<WorkingCalendar> calendar = calendars.of(form);
    Optional<OnCall> onCall = OnCallReader.read(form, members);
    boolean mayFreeze = form.bool("may_freeze").orElse(false);
    if (mayFreeze && members.size() < 2) {
      form.problem(
          "may_freeze", "too_few_members", "Lifting a freeze takes two: this group has too few.");
    }
    boolean mayConfirmPasskeys = form.bool("may_confirm_passkeys").orElse(false);
    if (mayConfirmPasskeys && members.size() < 2) {
      form.problem(
          "may_confirm_passkeys",
          "too_few_members",
          "Nobody confirms a passkey of their own: this group has too few.");
    }
    boolean mayBreakGlass = form.bool("may_break_glass").orElse(false);
    if (mayBreakGlass) {
      holders.addAll(members);
      if (holders.size() > GlassHolders.MOST) {
        form.problem(
            "may_break_glass",
            "too_many_holders",
            "At most "
                + GlassHolders.MOST
                + " people may use break-glass, in all groups with the right together.");
      }
    }
    Optional<ConsoleRole> consoleRole =
        form.parsed(
            "console",
            PeopleReader::role,
            "unknown_role",
            "A role of the console is viewer, developer, auditor or admin.");
    form.close();
    name.ifPresent(group ->
        members.forEach(
            person -> memberships.computeIfAbsent(person, _ -> new HashSet<>()).add(group)));
    return name.map(group ->
        new Group(
            group,
            members,
            places,
            calendar,
            onCall,
            mayFreeze,
            mayConfirmPasskeys,
            mayBreakGlass,
            consoleRole));
  }

  private static ConsoleRole role(String text) {
    ConsoleRole role = WireName.require(ConsoleRole.class, text);
    if (role == ConsoleRole.REVIEWER) {
      throw new IllegalArgumentException("everybody is a reviewer");
    }
    return role;
  }

  private Set<PersonId> members(JsonForm form) {
    var members = new HashSet<PersonId>();
    List<JsonForm.Item<PersonId>> written =
        form.parsedTexts(
            "members",
            Directory.MOST_MEMBERS,
            PersonId::new,
            "bad_name",
            "This is not the id of a person.");
    for (JsonForm.Item<PersonId> member : written) {
      checkKnown(member.pointer(), member.value());
      if (!members.add(member.value())) {
        add(member.pointer(), "duplicate_member", "This person is already a member.");
      }
    }
    return members;
  }

  /// Each surface has keys under its own name for the ways in which it can ask.
  private static Map<Surface, Group.Place> places(JsonForm form) {
    Map<Surface, Group.Place> places = new EnumMap<>(Surface.class);
    for (Surface surface : Surface.values()) {
      Optional<String> channel =
          surface.asksInChannels()
              ? channel(form, WireName.of(surface) + "_channel")
              : Optional.empty();
      boolean direct =
          surface.asksDirectly() && form.bool(WireName.of(surface) + "_direct").orElse(false);
      Optional<String> calledAs =
          surface.callsGroups()
              ? form.parsed(
                  WireName.of(surface) + "_usergroup",
                  text -> shaped(USERGROUP, text),
                  "bad_name",
                  "A user group is named by its ID, such as S0614TZR7.")
              : Optional.empty();
      if (calledAs.isPresent() && channel.isEmpty()) {
        form.problem(
            WireName.of(surface) + "_usergroup",
            "bad_name",
            "A user group is named in the channel of its group, and there is none.");
      }
      if (channel.isPresent() || direct) {
        places.put(
            surface, new Group.Place(channel, direct, calledAs.filter(_ -> channel.isPresent())));
      }
    }
    return places;
  }

  private static Optional<String> channel(JsonForm form, String name) {
    return form.parsed(
        name,
        text -> bounded(text, LONGEST_ACCOUNT_PART),
        "bad_name",
        "A channel is named by 1 to " + LONGEST_ACCOUNT_PART + " characters.");
  }

  private List<Agent> agents() {
    var keys = new HashSet<AgentKey>();
    return root.entries("agents", JsonObject.class, "an object", MOST_AGENTS).stream()
        .flatMap(item -> agent(item, keys).stream())
        .toList();
  }

  private Optional<Agent> agent(JsonForm.Item<JsonObject> item, Set<AgentKey> keys) {
    Optional<AgentId> id = named(item, AgentId::new, "This is not the id of an agent.");
    JsonForm form = root.form(item);
    form.require("owner");
    form.require("key");
    form.require("may_propose");
    Optional<PersonId> owner =
        form.parsed("owner", PersonId::new, "bad_name", "This is not the id of a person.");
    owner.ifPresent(person -> checkKnown(form.pointer("owner"), person));
    Optional<AgentKey> key =
        form.parsed(
            "key",
            AgentKey::new,
            "bad_key",
            "Only the public part of a key belongs here: ck_live_, ck_test_ or ck_dev_, then 8 to"
                + " 32 of a-z and 0-9.");
    key.filter(given -> !keys.add(given))
        .ifPresent(_ -> form.problem("key", "duplicate_key", "This key belongs to another agent."));
    Set<ActionClass> mayPropose =
        form
            .parsedTexts(
                "may_propose",
                ActionClass.values().length,
                text -> WireName.require(ActionClass.class, text),
                "unknown_action_class",
                "An action is a " + actionClasses() + ".")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    Set<Environment> environments =
        form
            .parsedTexts(
                "environments",
                Environment.values().length,
                text -> WireName.require(Environment.class, text),
                "unknown_environment",
                "An environment is production, staging, development or test.")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    boolean mustNamePerson = form.bool("must_name_person").orElse(false);
    form.close();
    return id.isEmpty() || owner.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Agent(
                id.get(),
                owner.get(),
                key.get(),
                mayPropose,
                form.has("environments") ? environments : Agent.EVERYWHERE,
                mustNamePerson));
  }

  private Person withGroups(Person person) {
    return new Person(
        person.id(),
        person.name(),
        person.functions(),
        memberships.getOrDefault(person.id(), Set.of()),
        person.accounts(),
        person.away());
  }

  private void checkKnown(String pointer, PersonId person) {
    if (!known.contains(person)) {
      add(pointer, "unknown_person", "No person of this file has this id.");
    }
  }

  private <T> Optional<T> named(
      JsonForm.Item<JsonObject> item, Function<String, T> parse, String detail) {
    try {
      return Optional.of(parse.apply(item.name()));
    } catch (IllegalArgumentException e) {
      add(item.pointer(), "bad_name", detail);
      return Optional.empty();
    }
  }

  private static String bounded(String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException("blank or too long");
    }
    return text;
  }

  private static String shaped(Pattern shape, String text) {
    if (!shape.matcher(text).matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    return text;
  }

  private void add(String pointer, String code, String detail) {
    problems.add(new PeopleProblem(pointer, code, detail));
  }

  private static String actionClasses() {
    List<String> words = Arrays.stream(ActionClass.values()).map(WireName::of).toList();
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }
}
