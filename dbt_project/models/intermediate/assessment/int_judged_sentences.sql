with statuses as (
    select * from {{ ref('int_single_statuses') }}
    where
        alternative_id is null
        and rag_status != 'none'
),

judgements as (
    select * from {{ ref('int_judgements') }}
    where
        alternative_id is null
        and milestone_state is null
),

clauses as (
    select * from {{ ref('int_status_clauses') }}
),

accounts as (
    select * from {{ ref('int_status_accounts') }}
),

attainment_methods as (
    select
        attainment_method,
        phrase
    from {{ ref('stg_reference__attainment_methods') }}
),

tier_clauses as (
    select * from {{ ref('int_tier_clauses') }}
),

rules as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        case
            when basis = 'variance_pct' and lower_bound is null and upper_bound = 0
                then 'on target or better'
            when basis = 'variance_pct' and lower_bound is null
                then 'at most ' || {{ format_fraction('upper_bound') }} || ' worse'
            else {{ range_in_words(
                format_fraction('lower_bound'), format_fraction('upper_bound')
            ) }}
        end as fraction_range,
        {{ range_in_words(format_short('lower_bound'), format_short('upper_bound')) }}
            as number_range
    from judgements
),

worded as (
    select
        statuses.*,
        judgements.basis,
        accounts.dated_figure,
        clauses.distance,
        clauses.deadline,
        clauses.movement_sentence,
        rules.fraction_range || ' is ' || statuses.rag_status as fraction_rule,
        rules.number_range || ' is ' || statuses.rag_status as number_rule,
        {{ format_fraction('statuses.attainment') }} as share,
        case when statuses.attainment < 0 then '−' else '' end as share_sign,
        attainment_methods.phrase,
        tier_clauses.clause as tier_clause
    from statuses
    inner join judgements using (measure_id, organisation_unit_id, period_id)
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    inner join accounts using (measure_id, organisation_unit_id, period_id)
    inner join rules using (measure_id, organisation_unit_id, period_id)
    left join attainment_methods
        on statuses.attainment_method = attainment_methods.attainment_method
    left join tier_clauses
        on
            statuses.target_version_id = tier_clauses.target_version_id
            and judgements.basis_value = tier_clauses.tier_rank
),

grounded as (
    select
        *,
        case basis
            when 'attainment'
                then share_sign || share || ' ' || phrase || ', and ' || fraction_rule
            when 'variance_pct'
                then 'that is ' || distance || ', and ' || fraction_rule
            when 'value' then number_rule
            when 'tier'
                then 'that ' || tier_clause || ', which is ' || rag_status
        end as ground
    from worded
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        ground,
        dated_figure || '; ' || ground || '.'
        || case
            when is_overdue
                then ' The target was due by ' || deadline || ' and is not met.'
            when rag_status = 'green' and not is_met
                then ' The target itself is not met yet.'
            else ''
        end
        || movement_sentence as sentence
    from grounded
)

select * from final
