package dev.countersign.policy;

import static dev.countersign.policy.SensitiveShape.Proof.NONE;
import static dev.countersign.policy.SensitiveShape.proven;
import static dev.countersign.policy.SensitiveShape.spelt;

import dev.countersign.proposal.Message;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds what is said of one person, where its form makes that sure: by a checksum, by a label
/// beside it, or by a shape that nothing else has.
final class PersonalData {
  /// No part of a longer name or number, and not one of the steps of a version, path or UUID. A
  /// look at the sign that follows comes before a look back: it ends most tries.
  private static final String BEFORE = "(?<![\\p{L}\\p{Nd}_])(?<![\\p{L}\\p{Nd}][-./])";

  private static final String AFTER = "(?![\\p{L}\\p{Nd}_])(?![-./][\\p{L}\\p{Nd}])";
  private static final String BLANK = "[ \\u00a0\\u202f]";
  private static final String GAP = "[ \\u00a0\\u202f-]";

  private static final String CARD =
      "(?=[0-9]{4})"
          + BEFORE
          + "(?:[0-9]{14,19}+|[0-9]{4}(GAP)[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}(?:\\1[0-9]{3})?+"
              .replace("GAP", GAP)
          + "|[0-9]{4}(GAP)[0-9]{6}\\2[0-9]{4,5}+)".replace("GAP", GAP)
          + AFTER;

  private static final String MAIL_SIGN = "[\\p{L}\\p{Nd}._%+'-]";
  private static final String MAIL =
      "(?=MAIL_SIGN)(?<!MAIL_SIGN|/)MAIL_SIGN{1,64}+@".replace("MAIL_SIGN", MAIL_SIGN)
          + "(?:[\\p{L}\\p{Nd}-]{1,63}+\\.){1,8}\\p{L}{2,24}+(?![\\p{L}\\p{Nd}_-])(?!:\\S)";

  private static final String PHONE =
      "(?=\\+[1-9])(?<![\\p{L}\\p{Nd}+])\\+[1-9](?:[ \\u00a0\\u202f()./-]{0,2}+[0-9]){7,14}(?![\\p{L}\\p{Nd}_])";

  private static final String BIRTH =
      "(?i)(?=[bdfgn][aeio\u00e9.])(?<!\\p{L})(?:date[ _-]?of[ _-]?birth|birth[ _-]?da(?:te|y)|dob|d\\.o\\.b\\.|born(?: on)?"
          + "|geburtsdatum|geboren(?: am)?|geb\\.|fecha[ _]de[ _]nacimiento|data[ _]di[ _]nascita"
          + "|nat[oa] il|date[ _]de[ _]naissance|n[e\u00e9]e? le)[\\s\"':=*]{1,6}+";

  private static final String DATE =
      "(?<value>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}+[./-] ?[0-9]{1,2}+[./-] ?[0-9]{2,4}+"
          + "|[0-9]{1,2}+(?:st|nd|rd|th|\\.)? \\p{L}{3,12}+[.,]{0,2}+ [0-9]{4}"
          + "|\\p{L}{3,12}+\\.? [0-9]{1,2}+(?:st|nd|rd|th)?,? [0-9]{4})(?![\\p{Nd}])";

  /// The checksum alone would let one order number in 23 through.
  private static final String DNI =
      "(?i)(?=[dni][nid])(?<!\\p{L})(?:dni|nif|nie|identidad)(?!\\p{L})[^\\p{L}\\p{Nd}\\n]{0,5}+"
          + "(?<value>[XYZ0-9][ -]?[0-9]{7}[ -]?[A-Z])"
          + AFTER;

  private static final String CODICE_FISCALE =
      "(?i)(?=[A-Z]{6}[0-9LMNPQRSTUV])"
          + BEFORE
          + "[A-Z]{6}DD[ABCDEHLMPRST]DD[A-Z]DDD[A-Z]".replace("D", "[0-9LMNPQRSTUV]")
          + AFTER;

  private static final String SSN =
      "(?=[0-9]{3}-)" + BEFORE + "(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}" + AFTER;

  /// The more special ones first.
  private static final List<SensitiveShape> SHAPES =
      List.of(
          proven(
              Kind.IBAN,
              "(?=[A-Z]{2}[0-9]{2})"
                  + BEFORE
                  + "[A-Z]{2}[0-9]{2}(?:GAP?[A-Z0-9]){11,30}".replace("GAP", GAP),
              Iban::end),
          proven(Kind.PAYMENT_CARD, CARD, checked(PaymentCard::is)),
          proven(Kind.IT_CODICE_FISCALE, CODICE_FISCALE, checked(CheckDigits::codiceFiscale)),
          proven(
              Kind.DE_TAX_ID,
              "(?=[0-9]{2})"
                  + BEFORE
                  + "(?:[0-9]{11}|[0-9]{2}BLANK[0-9]{3}BLANK[0-9]{3}BLANK[0-9]{3})"
                      .replace("BLANK", BLANK)
                  + AFTER,
              checked(CheckDigits::germanTaxId)),
          spelt(Kind.US_SSN, SSN, "-"),
          proven(Kind.ES_DNI, DNI, checked(CheckDigits::dni)),
          spelt(Kind.DATE_OF_BIRTH, BIRTH + DATE),
          proven(Kind.EMAIL, MAIL, PersonalData::mail, "@"),
          proven(Kind.PHONE, PHONE, PhoneNumber::end, "+"));

  /// Names of files and of what is for nobody in particular.
  private static final Set<String> NO_TOP_LEVEL =
      Set.of(
          "png",
          "jpg",
          "jpeg",
          "gif",
          "svg",
          "webp",
          "bmp",
          "css",
          "js",
          "html",
          "pdf",
          "local",
          "localhost",
          "service",
          "timer",
          "beta",
          "alpha",
          "rc",
          "snapshot");

  private static final Set<String> OFFICES =
      Set.of(
          "abuse",
          "accounts",
          "admin",
          "billing",
          "bounce",
          "contact",
          "donotreply",
          "enquiries",
          "feedback",
          "hello",
          "help",
          "helpdesk",
          "hostmaster",
          "info",
          "invoices",
          "mail",
          "marketing",
          "no-reply",
          "noreply",
          "office",
          "orders",
          "postmaster",
          "press",
          "privacy",
          "returns",
          "sales",
          "security",
          "service",
          "support",
          "webmaster",
          "git",
          "root");

  private static final Pattern VERSION = Pattern.compile("v?[0-9]+\\.[0-9]+.*");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{Nd}]");

  private PersonalData() {}

  /// What it says of a person; lower case on the wire.
  enum Kind implements SensitiveKind {
    IBAN("an IBAN", "IBANs"),
    PAYMENT_CARD("a payment card number", "payment card numbers"),
    EMAIL("an e-mail address", "e-mail addresses"),
    PHONE("a phone number", "phone numbers"),
    DATE_OF_BIRTH("a date of birth", "dates of birth"),
    ES_DNI("a Spanish identity number", "Spanish identity numbers"),
    IT_CODICE_FISCALE("an Italian tax code", "Italian tax codes"),
    DE_TAX_ID("a German tax number", "German tax numbers"),
    US_SSN("a US social security number", "US social security numbers");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }

    @Override
    public String one() {
      return one;
    }

    @Override
    public String many() {
      return many;
    }
  }

  /// Each different one once; what they take of the text is added to `taken`.
  static Set<Sensitive> find(String text, BitSet taken) {
    return SensitiveShape.findAll(SHAPES, text, taken);
  }

  /// @param check of the letters and digits alone, in capitals
  private static SensitiveShape.Proof checked(Predicate<String> check) {
    return (text, start, end) ->
        check.test(
                SEPARATORS
                    .matcher(text.substring(start, end))
                    .replaceAll("")
                    .toUpperCase(Locale.ROOT))
            ? end
            : NONE;
  }

  private static int mail(String text, int start, int end) {
    String address = text.substring(start, end).toLowerCase(Locale.ROOT);
    String name = address.substring(0, address.indexOf('@'));
    String domain = address.substring(name.length() + 1);
    boolean personal =
        !OFFICES.contains(name)
            && !VERSION.matcher(domain).matches()
            && !NO_TOP_LEVEL.contains(domain.substring(domain.lastIndexOf('.') + 1))
            && !SharedAddress.is(Message.Channel.EMAIL, address);
    return personal ? end : NONE;
  }
}
