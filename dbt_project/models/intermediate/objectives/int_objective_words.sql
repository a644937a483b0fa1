{%- set members_in_words -%}
    cast(statuses.member_count as varchar) || case
        when statuses.is_judged_by_attainment then ' key result'
        else ' measure'
    end || case when statuses.member_count = 1 then '' else 's' end
{%- endset -%}

with statuses as (
    select * from {{ ref('int_objective_statuses') }}
),

members as (
    select
        objective_id,
        period_id,
        measure_id,
        red_checks_running
    from {{ ref('int_objective_members') }}
),

measures as (
    select
        measure_id,
        name,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

scorecards as (
    select
        scorecard_id,
        attainment_method
    from {{ ref('stg_reference__scorecards') }}
),

attainment_methods as (
    select
        attainment_method,
        phrase
    from {{ ref('stg_reference__attainment_methods') }}
),

rag_statuses as (
    select
        rag_status,
        name
    from {{ ref('stg_reference__rag_statuses') }}
),

rag_reasons as (
    select
        rag_reason,
        label
    from {{ ref('stg_reference__rag_reasons') }}
),

lasting_reds as (
    select
        members.objective_id,
        members.period_id,
        {{ dbt.listagg(
            "measures.name", "', '", "order by measures.sort_order, measures.measure_id"
        ) }} as measure_names
    from members
    inner join measures
        on members.measure_id = measures.measure_id
    inner join statuses
        on
            members.objective_id = statuses.objective_id
            and members.period_id = statuses.period_id
            and members.red_checks_running >= statuses.at_risk_red_checks
    group by members.objective_id, members.period_id
),

final as (
    select
        statuses.*,
        rag_statuses.name || ': ' as status_word,
        {{ range_in_words(
            format_fraction('statuses.lower_bound'),
            format_fraction('statuses.upper_bound')
        ) }} || ' is ' || statuses.rag_status || ' '
        || {{ rule_tail('statuses.rag_profile_id', 'statuses.rule_version') }}
            as rule_in_words,
        attainment_methods.phrase,
        rag_reasons.label as reason,
        lasting_reds.measure_names as lasting_reds,
        {{ members_in_words }} as members,
        case
            when statuses.attainment_count = statuses.member_count then ''
            else cast(statuses.attainment_count as varchar) || ' of '
        end || {{ members_in_words }} as counted,
        statuses.red_count + statuses.amber_count + statuses.green_count as rag_count,
        cast(statuses.red_count as varchar) || ' red, '
        || cast(statuses.amber_count as varchar) || ' amber, '
        || cast(statuses.green_count as varchar) || ' green'
        || case
            when statuses.none_count = 0 then ''
            else ', ' || cast(statuses.none_count as varchar) || ' without a status'
        end as counts
    from statuses
    inner join scorecards
        on statuses.scorecard_id = scorecards.scorecard_id
    inner join rag_statuses
        on statuses.rag_status = rag_statuses.rag_status
    left join attainment_methods
        on scorecards.attainment_method = attainment_methods.attainment_method
    left join rag_reasons
        on statuses.rag_reason = rag_reasons.rag_reason
    left join lasting_reds
        on
            statuses.objective_id = lasting_reds.objective_id
            and statuses.period_id = lasting_reds.period_id
)

select * from final
