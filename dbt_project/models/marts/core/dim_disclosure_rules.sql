with rules as (
    select * from {{ ref('int_disclosure_rules_dated') }}
),

worded as (
    select
        *,
        cast(threshold as {{ dbt.type_string() }}) as threshold_text,
        cast(shown_as as {{ dbt.type_string() }}) as shown_text,
        cast(base as {{ dbt.type_string() }}) as base_text
    from rules
),

final as (
    select
        disclosure_rule_id,
        measure_id,
        'Numbers about people are rounded: 0 stays 0, 1 to ' || threshold_text
        || ' is shown as ' || shown_text
        || ', greater ones to the nearest ' || base_text
        || '. Where even that would tell too much, the figure is withheld.' as sentence,
        version,
        numerator_kind,
        denominator_kind,
        threshold,
        shown_as,
        base,
        symbol,
        exempt_level,
        reason,
        valid_from_date,
        valid_to_date
    from worded
)

select * from final
