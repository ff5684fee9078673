package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments.Found;
import dev.countersign.ledger.HeldAttachments.Kept;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every keeper of attachments does.
public abstract class HeldAttachmentsContract {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final int nth = NAMES.incrementAndGet();
  private final AgentId agent = new AgentId("mailer-" + nth);
  private final AgentId other = new AgentId("other-" + nth);

  protected abstract HeldAttachments attachments();

  protected abstract Ledger ledger();

  /// Whatever was kept or held so far, was so much earlier.
  protected abstract void pass(Duration time);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Digest keep(String text) {
    return ((Kept.Is) attachments().keep(agent, bytes(text))).digest();
  }

  private ProposalId opened() {
    Opening opening = OpeningBuilder.at(ledger().now()).build();
    ledger().open(opening);
    return opening.proposal().id();
  }

  @Test
  void whatAnAgentHandsInIsKnownByItsDigest() {
    Digest digest = Digest.of(bytes("%PDF"));

    assertThat(attachments().keep(agent, bytes("%PDF"))).isEqualTo(new Kept.Is(digest, 4, false));
    assertThat(attachments().keep(agent, bytes("%PDF"))).isEqualTo(new Kept.Is(digest, 4, true));
    assertThat(attachments().sizes(agent, Set.of(digest, Digest.of("else"))))
        .isEqualTo(Map.of(digest, 4L));
  }

  @Test
  void nobodyElseCanNameIt() {
    Digest digest = keep("private");

    assertThat(attachments().sizes(other, Set.of(digest))).isEmpty();
    assertThat(attachments().hold(opened(), other, Set.of(digest))).isFalse();
    assertThat(attachments().keep(other, bytes("private")))
        .as("not told that somebody has it")
        .isEqualTo(new Kept.Is(digest, 7, false));
  }

  @Test
  void aRequestHasWhatItHoldsAndNothingElse() {
    Digest one = keep("one");
    Digest two = keep("two");
    ProposalId request = opened();
    ProposalId stranger = opened();

    assertThat(attachments().hold(request, agent, Set.of(one))).isTrue();
    assertThat(attachments().hold(stranger, agent, Set.of(two))).isTrue();

    assertThat(attachments().find(request, one))
        .isInstanceOfSatisfying(
            Found.Whole.class, whole -> assertThat(whole.content()).isEqualTo(bytes("one")));
    assertThat(attachments().find(request, two)).isInstanceOf(Found.Missing.class);
    assertThat(attachments().find(stranger, one)).isInstanceOf(Found.Missing.class);
  }

  @Test
  void allOrNoneAreHeld() {
    Digest kept = keep("kept");
    ProposalId request = opened();

    assertThat(attachments().hold(request, agent, Set.of(kept, Digest.of("never")))).isFalse();
    assertThat(attachments().find(request, kept)).isInstanceOf(Found.Missing.class);
  }

  @Test
  void whatNoRequestHoldsIsForgottenAfterADay() {
    Digest digest = keep("unused");
    pass(HeldAttachments.UNHELD.minusSeconds(60));
    attachments().forget();
    assertThat(attachments().sizes(agent, Set.of(digest))).isNotEmpty();

    keep("unused");
    pass(Duration.ofSeconds(61));
    attachments().forget();
    assertThat(attachments().sizes(agent, Set.of(digest))).as("handed in again").isNotEmpty();

    pass(HeldAttachments.UNHELD);
    assertThat(attachments().forget()).isPositive();
    assertThat(attachments().sizes(agent, Set.of(digest))).isEmpty();
  }

  @Test
  void whatARequestHoldsStays() {
    Digest digest = keep("sent");
    ProposalId request = opened();
    attachments().hold(request, agent, Set.of(digest));

    pass(HeldAttachments.UNHELD.multipliedBy(400));
    attachments().forget();
    attachments().forget();

    assertThat(attachments().find(request, digest)).isInstanceOf(Found.Whole.class);
  }

  @Test
  void aHoldOfWhichNoRequestCameIsLetGo() {
    Digest digest = keep("never asked");
    ProposalId request = OpeningBuilder.at(ledger().now()).build().proposal().id();
    assertThat(attachments().hold(request, agent, Set.of(digest))).isTrue();

    pass(HeldAttachments.UNHELD);
    attachments().forget();

    assertThat(attachments().find(request, digest)).isInstanceOf(Found.Missing.class);
    assertThat(attachments().sizes(agent, Set.of(digest))).isEmpty();
  }

  @Test
  void anAgentHandsInSoManyADayAndAnotherOneStillCan() {
    for (int each = 0; each < HeldAttachments.MOST; each++) {
      keep("number " + each);
    }

    assertThat(attachments().keep(agent, bytes("one more"))).isEqualTo(new Kept.TooMany());
    assertThat(attachments().keep(agent, bytes("number 1"))).isInstanceOf(Kept.Is.class);
    assertThat(attachments().keep(other, bytes("one more"))).isInstanceOf(Kept.Is.class);
    pass(HeldAttachments.UNHELD);
    assertThat(attachments().keep(agent, bytes("one more"))).isInstanceOf(Kept.Is.class);
  }

  @Test
  void anAgentHandsInSoManyBytesADay() {
    byte[] large = new byte[HeldAttachments.MOST_BYTES];
    long room = HeldAttachments.MOST_BYTES_TOGETHER / HeldAttachments.MOST_BYTES;
    for (int each = 0; each < room; each++) {
      Arrays.fill(large, (byte) each);
      assertThat(attachments().keep(agent, large)).isInstanceOf(Kept.Is.class);
    }

    assertThat(attachments().keep(agent, bytes("x"))).isEqualTo(new Kept.TooMuch());
  }
}
