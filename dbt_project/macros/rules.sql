{#- How a rule's bounds are read; the bounds themselves are seed rows. -#}

{#- True where `value` lies within the row's lower_bound and upper_bound; a missing bound is open,
    a missing value is never within. -#}
{% macro is_within_bounds(value) -%}
    {{ value }} is not null
    and (
        lower_bound is null
        or {{ value }} > lower_bound
        or (is_lower_inclusive and {{ value }} = lower_bound)
    )
    and (
        upper_bound is null
        or {{ value }} < upper_bound
        or (is_upper_inclusive and {{ value }} = upper_bound)
    )
{%- endmacro %}

{#- True where a dated row of a rule holds on a day; an end that is null has not come. -#}
{% macro is_in_force(relation, day) -%}
    {{ relation }}.valid_from_date <= {{ day }}
    and ({{ relation }}.valid_to_date is null or {{ relation }}.valid_to_date >= {{ day }})
{%- endmacro %}

{#- True where one of two is there and the other is not, or both are and differ. -#}
{% macro differs(left, right) -%}
    coalesce({{ left }} != {{ right }}, ({{ left }} is null) != ({{ right }} is null))
{%- endmacro %}

{#- The end of a sentence that a rule gives: which rule, and which version of it. -#}
{% macro rule_tail(rule_id, version) -%}
    '(' || {{ rule_id }} || ', version ' || cast({{ version }} as varchar) || ')'
{%- endmacro %}

{#- True where two rows of a period are judged by the same version: the one in force, whose
    alternative_id is empty, or the same other one. -#}
{% macro is_same_alternative(left, right) -%}
    {{ left }}.alternative_id is not distinct from {{ right }}.alternative_id
{%- endmacro %}

{#- A column's name as a word; of a parameter the value goes without saying. -#}
{% macro said_of(column) -%}
    {%- if column != 'value' %}{{ column | replace('_pct', '') | replace('_', ' ') }}{% endif -%}
{%- endmacro %}

{#- What stands in a version of each kind of rule: its seed, the column that names the rule, what
    tells its rows apart (`item`), and the columns that say something. Numbers are written without
    needless decimals. -#}
{% macro rule_sources() -%}
    {%- set parameter_name = "case rag_profile_id when '*' then ''"
        ~ " else rag_profile_id || ', ' end"
        ~ " || replace(replace(parameter, '_pct', ''), '_', ' ')" -%}
    {{ return([
        {
            'kind': 'exception_rule', 'seed': 'exception_parameters',
            'rule': 'exception_rule_id', 'item': parameter_name, 'place': '0',
            'numbers': ['value'], 'is_fraction': "right(parameter, 4) = '_pct'",
        },
        {
            'kind': 'smart_test', 'seed': 'smart_rules', 'rule': 'test',
            'item': 'smart_rule_id', 'place': 'sort_order', 'numbers': ['tolerance'],
            'texts': ['clause', 'measure_types', 'measure_kinds', 'is_asked_of_parts'],
        },
        {
            'kind': 'escalation_rule', 'seed': 'escalation_rules', 'rule': 'rule_id',
            'place': '0', 'texts': [
                'criterion', 'stage', 'trigger_status', 'trigger_count', 'exception_count',
                'stage_quarters', 'superseded_by_rule_id',
            ],
        },
        {
            'kind': 'escalation_rule', 'seed': 'escalation_steps', 'rule': 'rule_id',
            'item': "'step ' || step_id", 'place': 'step_order', 'texts': [
                'name', 'due_rule', 'due_days', 'day_type', 'notice_days', 'forum_id',
                'post_id', 'post_role', 'evidence',
            ],
        },
        {
            'kind': 'escalation_rule', 'seed': 'escalation_supports', 'rule': 'rule_id',
            'item': "'support ' || cast(sort_order as varchar)",
            'place': '1000 + sort_order', 'texts': ['support'],
        },
        {
            'kind': 'roll_up_rule', 'seed': 'roll_up_rules', 'rule': 'roll_up_rule_id',
            'place': '0', 'numbers': ['minimum_share_pct'],
            'texts': ['roll_up', 'counted_measure_type', 'at_risk_red_checks'],
        },
        {
            'kind': 'small_number_rule', 'seed': 'disclosure_rules', 'rule': 'measure_id',
            'place': '0', 'texts': [
                'threshold', 'shown_as', 'base', 'symbol', 'exempt_level',
                'numerator_kind', 'denominator_kind',
            ],
        },
        {
            'kind': 'forecast_rule', 'seed': 'forecast_parameters', 'rule': 'forecast_rule_id',
            'item': "replace(parameter, '_', ' ')", 'place': '0', 'numbers': ['value'],
            'is_fraction': "parameter = 'coverage'",
        },
        {
            'kind': 'spc_profile', 'seed': 'spc_profiles', 'rule': 'spc_profile_id', 'place': '0',
            'numbers': ['screening_factor', 'limit_factor'],
            'texts': [
                'name', 'tool', 'is_default', 'shift_length', 'trend_length', 'minimum_points',
                'warning_points', 'limit_sigmas', 'near_limit_sigmas', 'baseline_scope',
                'minimum_baseline_points', 'target_on_limit', 'trend_sides', 'default_conflict_rule',
                'neutral_conflict_rule', 'outside_rank', 'trend_rank', 'shift_rank',
                'two_of_three_rank', 'is_outside_near', 'is_trend_across_rebases',
                'is_run_across_rebases', 'is_run_across_baseline_ends', 'has_ghosts',
            ],
        },
        {
            'kind': 'finding_rule', 'seed': 'finding_types', 'rule': 'finding_type', 'place': '0',
            'texts': ['name', 'severity', 'remedy'],
        },
    ]) }}
{%- endmacro %}
