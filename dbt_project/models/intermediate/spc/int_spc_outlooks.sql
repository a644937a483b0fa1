with icons as (
    select * from {{ ref('int_spc_icons') }}
    where assurance_icon is not null
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        rag_status,
        is_met
    from {{ ref('int_statuses') }}
),

-- Limits are made of the points so far: a figure that has left them behind says more
-- about the process than they do.
joined as (
    select
        icons.measure_id,
        icons.organisation_unit_id,
        icons.period_id,
        icons.spc_profile_id,
        icons.assurance_icon,
        case icons.assurance_icon
            when 'consistent_pass' then 'keep meeting it'
            when 'consistent_fail' then 'keep missing it'
        end as outcome,
        case
            when icons.assurance_icon = 'consistent_fail' and statuses.is_met
                then 'already meets the target, so a rebase may be due'
            when
                icons.assurance_icon = 'consistent_fail'
                and statuses.rag_status = 'green'
                then
                    'is green without meeting the target yet, so a rebase may be due'
            when icons.assurance_icon = 'consistent_pass' and not statuses.is_met
                then 'misses the target'
        end as objection
    from icons
    left join statuses using (measure_id, organisation_unit_id, period_id)
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        case
            when outcome is null then 'it will be met at times and missed at times.'
            when objection is null
                then 'the process as it stands will ' || outcome || '.'
            else
                'going by its past points the process would ' || outcome
                || '. The limits come from those points; the latest figure '
                || objection || '.'
        end as outlook
    from joined
)

select * from final
