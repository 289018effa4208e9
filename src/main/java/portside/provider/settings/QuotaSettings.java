package portside.provider.settings;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Quota;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;

/// Checks how the keys of a provider are used: `KEY_STRATEGY` and `QUOTA_*`.
final class QuotaSettings {
  /// Begins the keys of quotas; where none is set the usual rules hold.
  static final String PREFIX = "QUOTA_";

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([kmg]?)\\s*(tokens?|requests?)?");
  private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

  private QuotaSettings() {}

  static KeyRules read(SettingsReader settings) {
    var quotas = new ArrayList<Quota>();
    quota(settings, Setting.QUOTA_5H, Window.FIVE_HOURS).ifPresent(quotas::add);
    quota(settings, Setting.QUOTA_DAY, Window.DAY).ifPresent(quotas::add);
    quota(settings, Setting.QUOTA_WEEK, Window.WEEK).ifPresent(quotas::add);
    quota(settings, Setting.QUOTA_MONTH, Window.MONTH).ifPresent(quotas::add);
    var usual = KeyRules.USUAL;
    return new KeyRules(settings.constant(Setting.KEY_STRATEGY, usual.strategy()), List.copyOf(quotas), stopAt(settings), zone(settings));
  }

  /// `45M`, `1.5M`, `200k` or `45000000` tokens, or `600 requests`.
  private static Optional<Quota> quota(SettingsReader settings, Setting setting, Window window) {
    var typed = settings.text(setting);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    var amount = AMOUNT.matcher(typed.get().toLowerCase(Locale.ROOT));
    if (amount.matches()) {
      var number = new BigDecimal(amount.group(1)).movePointRight(zeros(amount.group(2)));
      if (number.signum() > 0 && number.compareTo(MOST) <= 0 && number.stripTrailingZeros().scale() <= 0) {
        var unit = amount.group(3) != null && amount.group(3).startsWith("request") ? Unit.REQUESTS : Unit.TOKENS;
        return Optional.of(new Quota(window, number.longValueExact(), unit));
      }
    }
    settings.fault(setting, SettingsReader.shown(typed.get()) + " is no amount", "tokens, such as 45M, 1.5M or 200k, or requests, such as 600 requests");
    return Optional.empty();
  }

  private static int zeros(String unit) {
    return switch (unit) {
      case "k" -> 3;
      case "m" -> 6;
      case "g" -> 9;
      default -> 0;
    };
  }

  private static int stopAt(SettingsReader settings) {
    var usual = KeyRules.USUAL.stopAtPercent();
    settings.usual(Setting.QUOTA_STOP_AT, usual + "%");
    var typed = settings.text(Setting.QUOTA_STOP_AT);
    if (typed.isEmpty()) {
      return usual;
    }
    var number = typed.get().replaceFirst("\\s*%$", "");
    if (number.matches("\\d{1,3}") && Integer.parseInt(number) >= 1 && Integer.parseInt(number) <= 100) {
      return Integer.parseInt(number);
    }
    settings.fault(Setting.QUOTA_STOP_AT, SettingsReader.shown(typed.get()) + " is no part of a quota", "from 1% to 100%; " + usual + "% is the default");
    return usual;
  }

  private static ZoneId zone(SettingsReader settings) {
    settings.usual(Setting.QUOTA_ZONE, KeyRules.USUAL.zone().getId());
    var typed = settings.text(Setting.QUOTA_ZONE);
    try {
      return typed.map(ZoneId::of).orElse(KeyRules.USUAL.zone());
    } catch (DateTimeException e) {
      settings.fault(Setting.QUOTA_ZONE, SettingsReader.shown(typed.orElseThrow()) + " is no time zone", "such as UTC, Europe/Berlin or +08:00");
      return KeyRules.USUAL.zone();
    }
  }
}
