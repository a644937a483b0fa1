with packs as (
    select
        publication_id,
        published_on_date
    from {{ ref('stg_publications__packs') }}
),

published as (
    select * from {{ ref('stg_publications__objectives') }}
),

statuses as (
    select * from {{ ref('int_objective_statuses') }}
),

approvals as (
    select
        objective_id,
        period_id
    from {{ ref('int_objective_approvals') }}
),

compared as (
    select
        published.*,
        approvals.objective_id is not null as is_unapproved_now,
        packs.published_on_date,
        statuses.attainment as current_attainment,
        statuses.rag_status as current_rag_status,
        statuses.is_at_risk as is_at_risk_now,
        statuses.green_count as current_green_count,
        statuses.amber_count as current_amber_count,
        statuses.red_count as current_red_count,
        statuses.none_count as current_none_count,
        {{ differs('published.rule_version', 'statuses.rule_version') }}
        or {{ differs('published.roll_up_version', 'statuses.roll_up_version') }}
            as is_other_rule,
        {{ differs('published.rag_status', 'statuses.rag_status') }}
        or {{ differs('published.is_at_risk', 'statuses.is_at_risk') }}
            as is_status_other,
        {{ differs('published.attainment', 'statuses.attainment') }}
            as is_attainment_other,
        {{ differs(
            'round(published.attainment * 100, 2)', 'round(statuses.attainment * 100, 2)'
        ) }} as is_attainment_printed_otherwise,
        {{ differs('published.green_count', 'statuses.green_count') }}
        or {{ differs('published.amber_count', 'statuses.amber_count') }}
        or {{ differs('published.red_count', 'statuses.red_count') }}
        or {{ differs('published.none_count', 'statuses.none_count') }}
            as is_count_other
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    left join statuses
        on
            published.objective_id = statuses.objective_id
            and published.period_id = statuses.period_id
    left join approvals
        on
            published.objective_id = approvals.objective_id
            and published.period_id = approvals.period_id
),

-- A month that had not come due was not finished when it was shown: it goes on, and
-- nothing of it is restated.
final as (
    select
        compared.*,
        not compared.is_withheld
        and compared.is_complete
        and (
            compared.is_status_other
            or compared.is_attainment_other
            or compared.is_count_other
        ) as is_restated,
        not compared.is_withheld
        and compared.is_complete
        and (
            compared.is_status_other
            or compared.is_attainment_printed_otherwise
            or compared.is_count_other
        ) as is_material
    from compared
)

select * from final
