with observations as (
    select * from {{ ref('int_observations_protected') }}
    where is_suppressed
),

rules as (
    select
        disclosure_rule_id,
        version
    from {{ ref('stg_reference__disclosure_rules') }}
),

reasons as (
    select
        suppression_reason,
        sentence
    from {{ ref('stg_reference__disclosure_reasons') }}
),

final as (
    select
        observations.measure_id,
        observations.organisation_unit_id,
        observations.period_id,
        reasons.sentence || '. What is withheld raises no exception. '
        || {{ rule_tail("'small_numbers'", 'rules.version') }} as sentence
    from observations
    inner join rules
        on observations.disclosure_rule_id = rules.disclosure_rule_id
    inner join reasons
        on observations.suppression_reason = reasons.suppression_reason
)

select * from final
