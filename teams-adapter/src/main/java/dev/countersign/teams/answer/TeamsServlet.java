package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.ActivityReader;
import dev.countersign.teams.caller.ActivityReading;
import dev.countersign.teams.caller.BearerUses;
import dev.countersign.teams.caller.CallerRefusal;
import dev.countersign.teams.caller.CallerVerdict;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.ConnectorTokenVerifier;
import dev.countersign.teams.caller.Sender;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the Bot Connector posts activities. Verification is part of it, so that it cannot be
/// mounted without. Whoever is refused is told nothing.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
public final class TeamsServlet extends HttpServlet {
  private static final Logger log = LoggerFactory.getLogger(TeamsServlet.class);
  private static final String CARD_ACTION = "adaptiveCard/action";

  private final ActivityReader reader;
  private final ConnectorTokenVerifier verifier;
  private final BearerUses bearers;
  private final InvokeHandler invokes;
  private final UntakenInvokes untaken;
  private final MessageHandler messages;
  private final ConversationHandler conversations;
  private final CallbackMetrics metrics;

  public TeamsServlet(
      ActivityReader reader,
      ConnectorTokenVerifier verifier,
      BearerUses bearers,
      InvokeHandler invokes,
      UntakenInvokes untaken,
      MessageHandler messages,
      ConversationHandler conversations,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.verifier = verifier;
    this.bearers = bearers;
    this.invokes = invokes;
    this.untaken = untaken;
    this.messages = messages;
    this.conversations = conversations;
    this.metrics = metrics;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(ActivityReader.MAX_BYTES + 1);
    long start = System.nanoTime();
    metrics.callback(
        Surface.TEAMS, take(request, response, body), Duration.ofNanos(System.nanoTime() - start));
  }

  private CallbackResult take(HttpServletRequest request, HttpServletResponse response, byte[] body)
      throws IOException {
    return switch (reader.read(body)) {
      case ActivityReading.Malformed malformed -> {
        log.warn("teams activity refused: {}", malformed.code());
        boolean tooLarge = malformed.fault() == ActivityReading.Fault.TOO_LARGE;
        response.setStatus(
            tooLarge
                ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                : HttpServletResponse.SC_BAD_REQUEST);
        yield tooLarge ? CallbackResult.TOO_LARGE : CallbackResult.MALFORMED;
      }
      case ActivityReading.Read(Activity activity) -> verified(request, response, body, activity);
    };
  }

  private CallbackResult verified(
      HttpServletRequest request, HttpServletResponse response, byte[] body, Activity activity)
      throws IOException {
    List<String> authorization = Collections.list(request.getHeaders("Authorization"));
    return switch (verifier.verify(authorization, activity)) {
      case CallerVerdict.Refused(CallerRefusal reason) -> refuse(response, reason);
      case CallerVerdict.KeysUnavailable() -> {
        log.error("teams caller not checked: the connector's keys cannot be had");
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        yield CallbackResult.UNAVAILABLE;
      }
      case Genuine genuine -> once(genuine, authorization.getFirst(), response, Digest.of(body));
    };
  }

  private CallbackResult refuse(HttpServletResponse response, CallerRefusal reason) {
    log.warn("teams caller refused: {}", reason.code());
    metrics.callerRefused(Surface.TEAMS, reason.code());
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    return CallbackResult.BAD_CALLER;
  }

  /// Everything once with each bearer. What a person is said to have done, and what becomes of the
  /// chat with one person, comes with a bearer that speaks for that person alone.
  private CallbackResult once(
      Genuine genuine, String bearer, HttpServletResponse response, Digest callback)
      throws IOException {
    Activity activity = genuine.activity();
    boolean byPerson = "invoke".equals(activity.type()) || "message".equals(activity.type());
    Optional<Sender> sender = Sender.of(genuine);
    if (sender.isEmpty()) {
      return dispatch(genuine, response, callback);
    }
    String place = sender.get().address().channel();
    Optional<String> id = Optional.ofNullable(activity.id());
    Optional<String> speaker =
        sender.filter(by -> byPerson || by.inPersonalChat()).map(Sender::member);
    Optional<CallerRefusal> misuse = bearers.flaw(bearer, genuine.until(), place, speaker, id);
    if (misuse.isPresent()) {
      return refuse(response, misuse.get());
    }
    boolean taken = false;
    try {
      CallbackResult result = dispatch(genuine, response, callback);
      taken = result != CallbackResult.UNAVAILABLE;
      return result;
    } finally {
      // Teams tells again what was not taken.
      if (!taken) {
        id.ifPresent(again -> bearers.forget(bearer, place, again));
      }
    }
  }

  private CallbackResult dispatch(Genuine genuine, HttpServletResponse response, Digest callback)
      throws IOException {
    Activity activity = genuine.activity();
    try {
      return switch (activity.type() == null ? "" : activity.type()) {
        case "invoke" -> invoke(genuine, response, callback);
        case "message" -> {
          conversations.met(genuine);
          yield messages.handle(genuine, callback);
        }
        case "conversationUpdate" -> told(conversations.updated(genuine), response);
        case "installationUpdate" -> told(conversations.installed(genuine), response);
        default -> CallbackResult.NO_EFFECT;
      };
    } catch (UnavailableException e) {
      // Teams tells it again when it is not taken.
      log.error("{} could not be taken: {}", activity, e.getMessage());
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return CallbackResult.UNAVAILABLE;
    }
  }

  private static CallbackResult told(boolean taken, HttpServletResponse response) {
    if (!taken) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
    return taken ? CallbackResult.OK : CallbackResult.UNAVAILABLE;
  }

  private CallbackResult invoke(Genuine genuine, HttpServletResponse response, Digest callback)
      throws IOException {
    if (!genuine.activity().isInvoke(CARD_ACTION)) {
      Optional<JsonObject> words = untaken.answer(genuine);
      if (words.isPresent()) {
        write(response, words.get());
      } else {
        response.setStatus(HttpServletResponse.SC_NOT_IMPLEMENTED);
      }
      return CallbackResult.NO_EFFECT;
    }
    InvokeAnswer answer = invokes.handle(genuine, callback);
    write(response, answer.body());
    return answer.result();
  }

  private static void write(HttpServletResponse response, JsonObject body) throws IOException {
    response.setContentType("application/json;charset=utf-8");
    response.getOutputStream().write(CanonicalJson.bytes(body));
  }
}
