package dev.countersign.faults;

import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.proof.Damage.Kind;
import dev.countersign.store.EmbeddedPostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A superuser who has made the generated columns plain ones chooses digests freely, too.
class ChosenDigestTest extends TamperTestCase {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  EmbeddedPostgresExtension postgres() {
    return postgres;
  }

  @Test
  void anotherActionUnderTheOldDigestIsFound() throws Exception {
    tamper(
        "alter table proposal alter column action_digest drop expression;"
            + flip("proposal", "action", "id", executed, 60));

    assertFound().contains(tuple(executed, "proposal.action", Kind.ALTERED));
  }

  @Test
  void anEntryUnderTheOldHashIsFound() throws Exception {
    tamper(
        "alter table audit_entry alter column hash drop expression;"
            + "update audit_entry set body = convert_to(replace(convert_from(body, 'UTF8'),"
            + " '\"lena\"', '\"nina\"'), 'UTF8') where seq = 5 and "
            + is("request_id", executed));

    assertFound().contains(tuple(executed, "audit_entry 5", Kind.ALTERED));
  }
}
